/** Sorts request paths into the few realms that metrics are kept by. */

const realms: ReadonlyMap<string, string> = new Map([
  ['session', 'session'],
  ['auth', 'auth'],
  ['sys', 'sys'],
  ['skinfiles', 'files'],
  ['cli', 'cli'],
]);

const first = /^\/+(session|auth|sys|skinfiles|cli)\//i;

/** Realm of a request URL. */
export function realmOf(url: string): string {
  const folder = first.exec(url)?.[1];
  return (folder === undefined ? undefined : realms.get(folder.toLowerCase())) ?? 'stateless';
}
