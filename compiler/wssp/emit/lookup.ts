import type { FileScope } from './scope.js';
import { literal } from './writer.js';

/** Code that looks a constant key up, letter case included. */
export function lookCode(scope: FileScope, dictionary: string, key: string): string {
  if (/[^\0-\x7f]/.test(key)) return `${scope.lib('look')}(${dictionary},${literal(key)})`;
  return `${scope.lib('lookPlain')}(${dictionary},${literal(key)},${literal(key.toLowerCase())})`;
}
