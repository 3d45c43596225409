/** Compile errors of pages (wssp.md section 8), numbers 201 to 299. Numbers are never reused. */
import type { CatalogueEntry } from '../diagnostics/diagnostic.js';

export const PAGE_CODES = {
  // `{0}` says what happens instead of the end.
  unterminated: { number: 201, severity: 'error', text: 'this has no end: {0}' },
  syntax: { number: 202, severity: 'error', text: '{0} cannot stand here' },
  'bad-escape': { number: 203, severity: 'error', text: 'unknown or impossible escape in a string constant' },
  'unknown-element': { number: 204, severity: 'error', text: 'there is no structural element {0}' },
  'unknown-function': { number: 205, severity: 'error', text: 'there is no function {0}' },
  'unknown-prefix': { number: 206, severity: 'error', text: 'there is no prefix {0}' },
  arguments: { number: 207, severity: 'error', text: 'wrong number of arguments for the prefix {0}' },
  unbalanced: { number: 208, severity: 'error', text: '{0}' },
  unclosed: { number: 209, severity: 'error', text: '{0} without its end' },
  'too-deep': { number: 210, severity: 'error', text: 'nested too deeply' },
  'too-large': { number: 211, severity: 'error', text: 'the file is larger than 16 MB' },
  'out-of-range': { number: 212, severity: 'error', text: 'the number has more than 64 bits' },
  'raw-value': {
    number: 213,
    severity: 'warning',
    text: '{0} is inserted as it is: without HTML:, URL: or JAVASCRIPT: markup in it is live',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type PageCodeName = keyof typeof PAGE_CODES;
