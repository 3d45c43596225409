/** Ordered keys with transactions, group commit, a change log and large content, in one import. */

export { decodeFirst, decodeValue } from './codec/decode.js';
export { encodeValue } from './codec/encode.js';
export * from './errors.js';
export {
  compareKeys,
  type KeyPart,
  type KeyRange,
  key,
  keyAfter,
  numberAt,
  prefixRange,
  unkey,
} from './keys.js';
export type { Report } from './report.js';
export type { StoreOptions, StoreSettings } from './settings.js';
export { openStore } from './store.js';
export type * from './types.js';
