/** Which built-ins a program that runs in somebody's browser may call here. */

/** They belong to the request and to the skin, which the browser has. */
const OF_REQUEST: ReadonlySet<string> = new Set([
  'gethttpdata',
  'sendhttpcontinue',
  'readenvirfile',
  'processwssp',
  'syslog',
  'sysprofile',
  'setapplicationstatus',
]);

/**
 * What the object layer does not judge by the rights of the one who acts, since only administrators make programs:
 * the network of the server, its records, its helpers.
 */
const OF_ADMINISTRATORS: ReadonlySet<string> = new Set([
  'httpcall',
  'radiuscall',
  'convert',
  'routeenum',
  'bannerread',
  'storecdr',
]);

/**
 * @param name lower-case name of the built-in
 * @param isTrusted for somebody who could store the same program in a skin
 */
export function isAllowed(name: string, isTrusted: boolean): boolean {
  return !OF_REQUEST.has(name) && (isTrusted || !OF_ADMINISTRATORS.has(name));
}
