/** Sorts request paths into the few realms that metrics are kept by. */

const realms: readonly (readonly [RegExp, string])[] = [
  [/^\/+session\//i, 'session'],
  [/^\/+auth\//i, 'auth'],
  [/^\/+sys\//i, 'sys'],
  [/^\/+skinfiles\//i, 'files'],
  [/^\/+cli\//i, 'cli'],
];

/** Realm of a request URL. */
export function realmOf(url: string): string {
  return realms.find(([pattern]) => pattern.test(url))?.[1] ?? 'stateless';
}
