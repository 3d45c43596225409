/** Mail as text: headers, parts, composing. */

export { fieldValuesOf, parseHead } from './head.js';
export { defaultMimeLimits, type MimeLimits } from './limits.js';
