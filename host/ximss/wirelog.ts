/** What goes over the wire as the log shows it at level All (admin.md 6, 13): short, and without secrets. */
import type { Bytes } from '../../stdlib/values/types.js';
import { decodeUtf8 } from '../../stdlib/values/utf8.js';
import type { XimssLog } from './world.js';

/** Longest text of a record. */
const LONGEST = 2000;

/** Values of these attributes are secrets wherever they stand. A value that is cut off or never ends is one, too. */
const SECRET = /(\s(?:[\w-]*password|sessionid|nonce)\s*=\s*)(?:"[^"]*"?|'[^']*'?)/gi;
/** Steps of an exchange, and the first one together with the login. */
const STEP = /^(\s*<(?:auth|challenge)\s[^>]*?\svalue\s*=\s*)(?:"[^"]*"?|'[^']*'?)/i;
const FIRST = /(\sauthdata\s*=\s*)(?:"[^"]*"?|'[^']*'?)/gi;
/** A urlID is shown by its number. */
const URL_ID = /(\surlID\s*=\s*["']\d{0,6})[^"']*/gi;
const ID_ELSEWHERE = /\b(\d{6}-)[A-Za-z0-9]{20}\b/g;
const NONCE = /(<nonce>)[^<]*/gi;
/** Commands may hold anything: only their names are shown, and nothing of their results. */
const COMMAND = /(<cliexecute\b[^>]*>\s*\w*)[^<]*/gi;
const RESULT = /(<cliresult\b[^>]*>)[\s\S]*?(<\/cliresult>|$)/gi;

/** One document, as a Unicode text. */
export function shown(document: Bytes): string {
  const isCut = document.length > LONGEST;
  let text = isCut ? document.slice(0, LONGEST) : document;
  if (/<login\s[^>]*\smethod\s*=/i.test(text)) text = text.replace(FIRST, '$1"***"');
  text = text
    .replace(SECRET, '$1"***"')
    .replace(STEP, '$1"***"')
    .replace(URL_ID, '$1-***')
    .replace(ID_ELSEWHERE, '$1***')
    .replace(NONCE, '$1***')
    .replace(COMMAND, '$1 ***')
    .replace(RESULT, '$1***$2');
  return isCut ? `${decodeUtf8(text)}... (${document.length} bytes)` : decodeUtf8(text);
}

/** Records what came from a client. */
export function logIn(log: XimssLog, tag: string, document: Bytes): void {
  if (log.tells) log.all(tag, `C: ${shown(document)}`);
}

/** Records what went to a client. */
export function logOut(log: XimssLog, tag: string, document: Bytes): void {
  if (log.tells) log.all(tag, `S: ${shown(document)}`);
}
