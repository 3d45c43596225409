/** Page functions of the sandbox, and the making of pages from their streams (wssp.md). */
export { type AssembleContext, assemble } from './assemble/assemble.js';
export { PAGE_ERRORS, PageError, type PageFailure } from './errors.js';
export type { PageFunctions, PageNeed } from './guest/include.js';
export { type PageLibrary, pageLibrary, renderStream } from './guest/library.js';
export { look } from './guest/lookup.js';
export type { PageHost } from './host.js';
export { type Instruction, MAX_INCLUDE_DEPTH, MAX_PAGE_BYTES, Op, type Plan } from './plan.js';
export { decodeText, encodeText } from './response/charset.js';
export { charsetOf, type PageResponse, type PageResponseOptions, pageResponse } from './response/response.js';
