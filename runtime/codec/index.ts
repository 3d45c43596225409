/** Values across the edge of the sandbox, as bytes. */
export { ByteStrings, bytesOf, textOf } from './bytes.js';
export { decode } from './decode.js';
export { Encoder } from './encode.js';
export type { EdgeLimits } from './format.js';
export { decodePlain, encodePlain } from './plain.js';
