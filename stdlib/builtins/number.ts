/** Number built-ins (spec: cgpl.md section 14.3). */
import { isNumber } from '../values/is.js';
import { fromDigits } from '../values/numbers.js';
import { type Value, YES } from '../values/types.js';
import type { BuiltinTable } from './types.js';

const MAX_SAFE = 9007199254740991;

/** `Number(x)`: the leading digits of a string, with an optional minus; 0 if there are none. */
export function toNumber(x: Value): Value {
  if (typeof x === 'number') return x;
  if (typeof x !== 'string') return isNumber(x) ? x : 0;
  // the usual case without a look at each digit: the whole string is the number as it is written
  const whole = +x;
  if (whole <= MAX_SAFE && whole >= -MAX_SAFE && whole % 1 === 0 && `${whole}` === x) return whole;
  const start = x.charCodeAt(0) === 45 ? 1 : 0;
  let end = start;
  for (;;) {
    const code = x.charCodeAt(end);
    if (!(code >= 48 && code <= 57)) break;
    end++;
  }
  return end === start ? 0 : fromDigits(x.slice(start, end), start === 1);
}

export const numbers: BuiltinTable = {
  isnumber: x => (isNumber(x as Value) ? YES : null),
  number: toNumber,
};
