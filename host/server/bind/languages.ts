/** Languages that the pages of a domain speak: those of the `.data` files of its skins (webapp.md A4). */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { SkinSource } from '../../apps/sources.js';

/** Files of the default language, and what that is called. */
const DEFAULT_FILE = 'strings';
const DEFAULT_LANGUAGE = 'English';

/** Names of the languages, the default one first. */
export async function languagesOf(skins: SkinSource, domain: string): Promise<Bytes[]> {
  const found = new Set<string>();
  for (const level of await skins.levels({ domain, skin: '' })) {
    for (const file of await level.list()) {
      const name = /^([a-z0-9_-]{1,64})\.data$/.exec(file)?.[1];
      if (name !== undefined && name !== DEFAULT_FILE) found.add(name);
    }
  }
  const others = [...found].sort().map(name => name.charAt(0).toUpperCase() + name.slice(1));
  return [DEFAULT_LANGUAGE, ...others.filter(name => name !== DEFAULT_LANGUAGE)];
}
