/** Which language a file is written in. */
import type { Language } from './types.js';

const BY_EXTENSION: Readonly<Record<string, Language>> = {
  wcgp: 'cgpl',
  wcgi: 'cgpl',
  sppr: 'cgpl',
  sppi: 'cgpl',
  wssp: 'wssp',
  wssi: 'wssp',
  data: 'data',
  settings: 'data',
  json: 'json',
};

/** In lower case, without the dot; `''` without one. */
export function extensionOf(file: string): string {
  return /\.([^./]*)$/.exec(file.toLowerCase())?.[1] ?? '';
}

/** null for files that are no source of a skin. */
export function languageOf(file: string): Language | null {
  const extension = extensionOf(file);
  return Object.hasOwn(BY_EXTENSION, extension) ? (BY_EXTENSION[extension] ?? null) : null;
}
