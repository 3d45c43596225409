/** The session cookie (ximss.md 1.5.3). */

/** Its name. */
export const COOKIE_NAME = 'CGateProWebUser';

/** Value of a cookie in a Cookie field, null when it is not there. */
export function cookieValue(field: string, name: string): string | null {
  for (const pair of field.split(';')) {
    const equal = pair.indexOf('=');
    if (equal > 0 && pair.slice(0, equal).trim() === name) {
      return pair
        .slice(equal + 1)
        .trim()
        .replace(/^"(.*)"$/, '$1');
    }
  }
  return null;
}

/** The Set-Cookie field of a session. */
export function setCookieField(sessionID: string, value: string, secure: boolean): string {
  return `${COOKIE_NAME}=${value}; Path=/Session/${sessionID}/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
