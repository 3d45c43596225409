/** Both compilers: source text in; JavaScript, position map and diagnostics out. Pure: no I/O, no Node API. */
export * from './cgpl/index.js';
export { type DebugPlace, type DebugSection, DebugTable } from './debug/table.js';
export * from './diagnostics/index.js';
export * from './text/index.js';
export * from './wssp/index.js';
