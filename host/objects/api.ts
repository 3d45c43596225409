/**
 * The one service layer that every face calls (objects.md). Each operation takes the acting principal and checks its
 * rights itself. Dictionaries and arrays that an operation gives are shared with the layer: nobody changes them.
 */
export type { Addr } from './core/types.js';
export { createObjects, type Objects, type ObjectsOptions } from './objects.js';
export { emailOf, type Principal, SYSTEM } from './principal.js';
export { verifyObjects } from './verify/index.js';
