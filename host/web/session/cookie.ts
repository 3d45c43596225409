/** The session cookie (ximss.md 1.5.3). */

/** Its name. */
export const COOKIE_NAME = 'CGateProWebUser';

/** Value of a cookie in a Cookie field, null when it is not there. */
export function cookieValue(field: string, name: string): string | null {
  for (let at = 0; at < field.length; ) {
    let end = field.indexOf(';', at);
    if (end < 0) end = field.length;
    const equal = field.indexOf('=', at);
    if (equal > 0 && equal < end && field.slice(at, equal).trim() === name) {
      return field
        .slice(equal + 1, end)
        .trim()
        .replace(/^"(.*)"$/, '$1');
    }
    at = end + 1;
  }
  return null;
}

/** The Set-Cookie field of a session. */
export function setCookieField(sessionID: string, value: string, secure: boolean): string {
  return `${COOKIE_NAME}=${value}; Path=/Session/${sessionID}/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
