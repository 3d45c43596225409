/** The compile errors and warnings of both languages (docs/errors.md). */
import { PAGE_CODES } from '../wssp/catalogue.js';
import { CGPL_CODES } from './cgpl.js';

export const COMPILER_CODES = { ...CGPL_CODES, ...PAGE_CODES } as const;

export type CompilerCode = keyof typeof COMPILER_CODES;
