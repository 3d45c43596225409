/**
 * Removes secrets from log text (admin.md 6): passwords, digests, whole session ids. Works on the finished text
 * of every record, whatever wrote it, so that a new caller cannot forget it.
 */

const HIDDEN = '***';

interface Rule {
  readonly find: RegExp;
  readonly put: string;
}

/** Every pattern is linear: bounded classes without nested repetition. */
const rules: readonly Rule[] = [
  // A session id is shown by its first six symbols, enough to follow it through the log.
  { find: /(\/session\/)([^/\s?#"']{0,6})[^/\s?#"']*/gi, put: `$1$2${HIDDEN}` },
  {
    find: /\b((?:proxy-)?authorization["']?\s{0,4}[:=]\s{0,4}["']?\w{1,32}) +[^\s"',;}]+/gi,
    put: `$1 ${HIDDEN}`,
  },
  { find: /\b((?:set-)?cookie["']?\s{0,4}[:=]\s{0,4}["']?)[^\r\n"']+/gi, put: `$1${HIDDEN}` },
  // Parameters and pairs: password=..., "NewPassword1": "...", SMIMEPassword = ...;
  {
    find: /([\w-]{0,40}(?:passw(?:or)?d|secret|token|passphrase)[\w-]{0,20}["']?\s{0,4}[:=]\s{0,4})("(?:[^"\\]|\\.)*"|'[^']*'|[^\s&;,})]+)/gi,
    put: `$1${HIDDEN}`,
  },
  // Lines of protocols and commands: PASS x, NEWPASS x, APOP name digest, SETACCOUNTPASSWORD a TO x.
  { find: /\b(PASS|NEWPASS|CHECKPASS) +\S+/g, put: `$1 ${HIDDEN}` },
  { find: /\b(APOP +\S+) +\S+/gi, put: `$1 ${HIDDEN}` },
  {
    find: /\b((?:SETACCOUNTPASSWORD|VERIFYACCOUNTPASSWORD)\b[^\r\n]{0,300}? (?:TO|PASSWORD)) +("(?:[^"\\]|\\.)*"|\S+)/gi,
    put: `$1 ${HIDDEN}`,
  },
];

/** The text without secrets. */
export function redact(text: string): string {
  let result = text;
  for (const { find, put } of rules) result = result.replace(find, put);
  return result;
}
