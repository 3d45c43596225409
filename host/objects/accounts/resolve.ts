/** Login names become accounts, through the router in access mode (objects.md 4). */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { Core } from '../core/core.js';
import type { Addr } from '../core/types.js';
import { route } from '../names/route.js';

/** The account, null when the name means none. `domain` is that of the request or null for the main one. */
export function resolveLogin(core: Core, raw: Bytes, domain: string | null): Addr | null {
  const end = route(core, raw, 'access', domain);
  return end.kind === 'account' ? end.addr : null;
}
