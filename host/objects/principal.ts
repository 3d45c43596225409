/**
 * Who acts. Each operation takes the acting principal and checks its rights itself, at every call, so that a change
 * of rights takes effect at once.
 */

/** On whose behalf an operation runs. */
export type Principal =
  /** A visitor without account; `domain` is that of the request, if any. */
  | { readonly kind: 'nobody'; readonly domain: string | null }
  /** An account, names in small letters. */
  | { readonly kind: 'account'; readonly account: string; readonly domain: string }
  /** The server itself: deliveries, start-up. May do everything; never made from outside input. */
  | { readonly kind: 'system' };

export const SYSTEM: Principal = { kind: 'system' };

/** `name@domain` of an acting account, null for the others. */
export function emailOf(principal: Principal): string | null {
  return principal.kind === 'account' ? `${principal.account}@${principal.domain}` : null;
}
