/** What stands between the slashes of the name of a file or mailbox (objects.md 7.1 and 8). */
import { symbolLength } from '../../../stdlib/values/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';

/** True for UTF-8 without control codes that is neither empty nor `.` nor `..`. */
export function isPathPart(part: Bytes): boolean {
  if (part === '' || part === '.' || part === '..') return false;
  for (let at = 0; at < part.length; ) {
    const code = part.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return false;
    const length = symbolLength(part, at);
    if (length === 0) return false;
    at += length;
  }
  return true;
}
