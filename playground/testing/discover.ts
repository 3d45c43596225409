/** Finds the tests of a folder: entries `test_...` of programs, and cases in `.test.json` files. */

import { analyse } from '../language/cgpl/analysis.js';
import { isTestEntry } from '../language/cgpl/testing.js';
import { extensionOf } from '../language/languages.js';
import type { FileSource } from '../language/types.js';
import { EMPTY_REQUEST } from '../sandbox/request.js';
import { readCases } from './cases.js';
import type { TestCase } from './types.js';

export interface Found {
  readonly tests: readonly TestCase[];
  /** Files of tests that cannot be read, with the reason. */
  readonly broken: readonly { readonly file: string; readonly reason: string }[];
}

export function discover(files: FileSource): Found {
  const tests: TestCase[] = [];
  const broken: { file: string; reason: string }[] = [];
  for (const file of files.list()) {
    const text = files.read(file.toLowerCase());
    if (text === null) continue;
    if (extensionOf(file) === 'wcgp') {
      for (const { kind, name } of analyse(file, text).symbols.values()) {
        if (kind !== 'entry' || !isTestEntry(name)) continue;
        tests.push({ from: file, name, file, entry: name, request: EMPTY_REQUEST, expect: {} });
      }
    } else if (/\.test\.json$/i.test(file)) {
      const result = readCases(file, text);
      if ('reason' in result) broken.push({ file, reason: result.reason });
      else tests.push(...result.tests);
    }
  }
  return { tests, broken };
}
