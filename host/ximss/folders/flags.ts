/** Lists of flags in requests (ximss.md 2.8). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { type FlagList, parseFlags } from '../../objects/messages/flags.js';
import { illegal } from '../failure.js';

/** Names of flags, to set and to clear or to look for. Throws `unknown message flag`. */
export function flagsOf(text: Bytes): FlagList {
  try {
    return parseFlags(text);
  } catch {
    throw illegal('unknown message flag');
  }
}
