/** The page language: compiler, linker, and the tables that editors and documentation read. */
export { PAGE_CODES, type PageCodeName } from './catalogue.js';
export { compilePage, MAX_SOURCE, type PageOptions, type PageResult } from './compile.js';
export { type PageElement, pageElements } from './elements.js';
export { type LinkPageOptions, type LinkPageResult, linkPage } from './link.js';
export type { LinkedPage, Page } from './page.js';
export { type ElementForm, INCLUDE_WORDS, PAGE_ELEMENTS } from './tables/elements.js';
export { PAGE_FUNCTIONS, type PageFunction, type Use } from './tables/functions.js';
export { PREFIXES, type Prefix } from './tables/prefixes.js';
