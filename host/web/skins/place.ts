/** What a request to the skin pages is about: whose set, which skin. */
import { decodeUtf8 } from '../../../stdlib/values/index.js';
import type { SkinChoice } from '../../apps/types.js';
import type { WebRequest } from '../request/webrequest.js';
import type { Identity, WebServices } from '../services.js';

/** Path of the pages. */
export const SKIN_PAGES = '/Admin/Skins/';

/** Name of the server-wide set in addresses. */
const SERVER = '*';

/** One skin of one set, and who works on it. */
export interface SkinPlace {
  readonly services: WebServices;
  readonly request: WebRequest;
  readonly who: Identity;
  /** Null: server-wide set. */
  readonly domain: string | null;
  /** `''`: the unnamed skin. */
  readonly skin: string;
}

/** A text parameter as Unicode text, `''` without one. */
export function textOf(request: WebRequest, name: string): string {
  return decodeUtf8(request.parameters.textOr(name)).trim();
}

/** The number of a version, null without one or for what is no number. */
export function versionOf(request: WebRequest): number | null {
  const text = textOf(request, 'version');
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** The place that a request names: parameter `domain` (`*`: server-wide; absent: the own one), parameter `skin`. */
export async function placeOf(
  services: WebServices,
  request: WebRequest,
  who: Identity,
): Promise<SkinPlace | null> {
  const named = textOf(request, 'domain');
  const domain =
    named === SERVER ? null : named === '' ? who.domain : await services.domains.find(named.toLowerCase());
  if (domain === null && named !== SERVER) return null;
  return { services, request, who, domain, skin: textOf(request, 'skin') };
}

/** Address of a place with further parameters. */
export function addressOf(
  place: { readonly domain: string | null; readonly skin: string },
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams({ domain: place.domain ?? SERVER });
  if (place.skin !== '') query.set('skin', place.skin);
  for (const name in more) query.set(name, more[name] ?? '');
  return `${SKIN_PAGES}?${query.toString()}`;
}

/** Value of the hidden field `domain`. */
export function domainField(domain: string | null): string {
  return domain ?? SERVER;
}

/** The skin as the application runner names it. */
export function choiceOf({ domain, skin }: SkinPlace): SkinChoice {
  return { domain, skin };
}
