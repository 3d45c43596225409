/** The session cookie (ximss.md 1.5.3): set by the first reply of the session, needed only once it came back. */

const NAME = 'CGateProWebUser';

/** Value of the session cookie in a Cookie field, null when there is none. */
export function cookieOf(field: string | undefined): string | null {
  if (field === undefined) return null;
  for (const part of field.split(';')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim() === NAME) return part.slice(equals + 1).trim();
  }
  return null;
}

/**
 * The Set-Cookie fields, null when none is to be set. Clients compare paths letter by letter while we do not: the cookie
 * is set for both spellings that they use.
 */
export function cookieFor(value: string | null, session: string, secure: boolean): readonly string[] | null {
  if (value === null) return null;
  const attributes = `HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return ['Session', 'session'].map(name => `${NAME}=${value}; Path=/${name}/${session}/; ${attributes}`);
}
