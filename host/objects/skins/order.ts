/** The file search order of a selected skin (webapp.md A3). */
import { skinKey } from './names.js';
import type { SkinChoice } from './types.js';

/** One step: a set of the store (domain or server-wide), or the stock skins. */
export interface Level {
  /** Null: server-wide; undefined: stock. */
  readonly domain: string | null | undefined;
  readonly skin: string;
}

/** The levels in the order in which a file is looked for, whether or not they exist. */
export function searchOrder({ domain, skin }: SkinChoice): Level[] {
  const own = (name: string): Level[] => (domain === null ? [] : [{ domain, skin: name }]);
  const shared = (name: string): Level[] => [
    { domain: null, skin: name },
    { domain: undefined, skin: name },
  ];
  const name = skinKey(skin);
  return name === '' ? [...own(''), ...shared('')] : [...own(name), ...shared(name), ...shared('')];
}
