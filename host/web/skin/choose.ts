/** Which domain, skin and language answer a request (webapp.md A2, A4). */
import { type Bytes, type Dict, decodeUtf8, isString } from '../../../stdlib/values/index.js';
import { look } from '../../../stdlib/wssp/index.js';
import type { SkinChoice } from '../../apps/types.js';
import type { WebServices } from '../services.js';

/** A string in a dictionary of preferences or texts, `''` without one. Keys: exactly, then without regard to case. */
export function textIn(dict: Dict, key: Bytes): Bytes {
  const value = look(dict, key);
  return isString(value) ? value : '';
}

const noted = new WeakMap<Dict, Map<Bytes, Bytes>>();

/** The same in preferences, which never change: found once. */
export function preferenceIn(preferences: Dict, key: Bytes): Bytes {
  let known = noted.get(preferences);
  if (known === undefined) {
    known = new Map();
    noted.set(preferences, known);
  }
  let value = known.get(key);
  if (value === undefined) {
    value = textIn(preferences, key);
    known.set(key, value);
  }
  return value;
}

const skinName = /^[^\u0000-\u001f\u007f/\\.][^\u0000-\u001f\u007f/\\]{0,126}$/;

/**
 * The skin of a name: in the domain's, the server-wide or the stock set; else the unnamed skin of the domain.
 * @param name name that the request or the preferences give, `''` for the unnamed skin
 */
export async function chooseSkin(
  services: WebServices,
  domain: string | null,
  name: Bytes,
): Promise<SkinChoice> {
  if (name === '') return { domain, skin: '' };
  const text = decodeUtf8(name);
  const found = skinName.test(text) ? await services.skins.named(domain, text) : null;
  return { domain, skin: found ?? '' };
}

const languageName = /^[a-z0-9_-]{1,64}$/i;

/** The language, null for the default one: a name without a text dataset is the default. */
export async function chooseLanguage(
  services: WebServices,
  skin: SkinChoice,
  name: Bytes,
): Promise<string | null> {
  if (!languageName.test(name) || /^(default|strings)$/i.test(name)) return null;
  return (await services.apps.hasFile(skin, `${name.toLowerCase()}.data`)) ? name : null;
}

/** The time zone preference, null for the zone of the server. */
export function chooseTimeZone(preferences: Dict): string | null {
  const name = preferenceIn(preferences, 'TimeZone');
  return name === '' || /^(hostos|built-in)$/i.test(name) ? null : name;
}

/** `/SkinFiles/<domain>/<skin>/`: URL prefix of the regular files of a skin (webapp.md B2). */
export function filesRefOf(skin: SkinChoice): string {
  return `/SkinFiles/${encodeURIComponent(skin.domain ?? '')}/${encodeURIComponent(skin.skin)}/`;
}
