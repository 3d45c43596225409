/** The operators as the compilers call them: `$.add(a, b)` and so on (docs/architecture.md section 3). */

export { equal as eq } from '../values/equal.js';
export { index, key, keyOf, setIndex, setKey, setKeyOf } from './access.js';
export { add, div, mul, neg, pos, rem, sub } from './arithmetic.js';
export { ge, gt, le, lt } from './order.js';
