/** Everything about values in one import. */

export * from './calendar.js';
export * from './copy.js';
export * from './dict.js';
export * from './equal.js';
export * from './fold.js';
export * from './is.js';
export * from './make.js';
export * from './numbers.js';
export * from './types.js';
export * from './utf8.js';
export * from './xml.js';
export * from './xmlname.js';
