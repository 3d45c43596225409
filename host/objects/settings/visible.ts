/** Settings as somebody may see them: secrets are shown to server administrators only (cli.md 7.2). */
import type { Dict } from '../../../stdlib/values/types.js';
import type { Core } from '../core/core.js';
import { withoutSecrets } from '../passwords/settings.js';
import type { Principal } from '../principal.js';

/** The dictionary, or a copy without secrets for everybody but server administrators. */
export function visible(core: Core, who: Principal, settings: Dict): Dict {
  return core.rights.has(who, 'Users') ? settings : withoutSecrets(settings);
}
