/** The paths at which a program or page was asked for, as patterns: so few that all of them can be counted. */

/** Longest pattern, in symbols. */
const LONGEST = 100;
/** What makes a path another one for each visitor. */
const VARIES = /\d|[^/]{32}|^\/session\//i;
const NUMBER = /^\d+$/;
/** Ids and tokens. */
const TOKEN = /^(?=.*\d).{16,}$|^.{32,}$/s;

/**
 * The pattern of a path: `*` stands in place of session ids, numbers, and long components as ids and tokens are.
 * @param path as requested, without parameters
 * @param file that answers, in lower case: its name is kept
 */
export function pathPattern(path: string, file: string): string {
  if (path.length <= LONGEST && !VARIES.test(path)) return path;
  const components = path.slice(0, 2 * LONGEST).split('/');
  const isSession = components[1]?.toLowerCase() === 'session';
  const pattern = components
    .map((component, at) => {
      if (isSession && at === 2) return '*';
      if (component.toLowerCase() === file) return component;
      return NUMBER.test(component) || TOKEN.test(component) ? '*' : component;
    })
    .join('/');
  return pattern.length > LONGEST ? `${pattern.slice(0, LONGEST - 1)}*` : pattern;
}
