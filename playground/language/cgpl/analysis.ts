/** Analyses of CG/PL texts, kept while the text is the same: an editor asks many things of one text. */
import { type Analysis, analyseModule, type ExtraSection } from '../../../compiler/index.js';
import type { Environment } from '../../../stdlib/declarations/index.js';
import { extensionOf } from '../languages.js';
import { isTestFile, TEST_SECTIONS } from './testing.js';

const KEPT = 32;
const cache = new Map<string, { text: string; analysis: Analysis }>();

/** Programs of telephone calls have other built-ins. */
export function environmentOf(file: string): Environment {
  const extension = extensionOf(file);
  return extension === 'sppr' || extension === 'sppi' ? 'pbx' : 'web';
}

/** What tests may call beside the built-ins. */
export function extraOf(file: string): readonly ExtraSection[] {
  return isTestFile(file) ? TEST_SECTIONS : [];
}

/** Analysis of a text; offsets in it do not count a byte order mark. */
export function analyse(file: string, text: string): Analysis {
  const known = cache.get(file);
  if (known?.text === text) return known.analysis;
  const analysis = analyseModule(text, { file, environment: environmentOf(file), extra: extraOf(file) });
  cache.delete(file);
  cache.set(file, { text, analysis });
  if (cache.size > KEPT) cache.delete(cache.keys().next().value ?? '');
  return analysis;
}
