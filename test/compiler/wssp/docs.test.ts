import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { PAGE_CODES } from '../../../compiler/wssp/catalogue.js';
import { compilePage } from '../../../compiler/wssp/compile.js';
import { PAGE_FUNCTIONS } from '../../../compiler/wssp/tables/functions.js';
import { PREFIXES } from '../../../compiler/wssp/tables/prefixes.js';
import { decodeUtf8 } from '../../../stdlib/values/utf8.js';
import { dictOfText } from '../../conformance/kinds/wssp.js';
import { renderPage } from './support/render.js';

const text = readFileSync(fileURLToPath(new URL('../../../docs/wssp.md', import.meta.url)), 'utf8');

interface Example {
  page: string;
  data?: string;
  strings?: string;
  result?: string;
  readonly files: Record<string, string>;
}

/** A `wssp` block begins an example; the blocks up to the next one belong to it. */
function examples(): Example[] {
  const found: Example[] = [];
  for (const block of text.matchAll(/^```(\w+) ?(\S*)\n([\s\S]*?)^```$/gm)) {
    const [, kind, name = '', content = ''] = block;
    const body = content.replace(/\n$/, '');
    const example = found.at(-1);
    if (kind === 'wssp') found.push({ page: body, files: {} });
    else if (kind === 'file' && example !== undefined) example.files[name] = body;
    else if (example !== undefined && (kind === 'data' || kind === 'strings' || kind === 'result'))
      example[kind] = body;
  }
  return found;
}

describe('the language reference', () => {
  test.each(examples().map(e => [e.page.split('\n')[0] ?? '', e] as const))('%s', (_, example) => {
    expect(compilePage(example.page, { file: 'example.wssp' }).diagnostics).toEqual([]);
    if (example.result === undefined) return;
    const files = { ...example.files, 'example.wssp': example.page };
    const world = { strings: dictOfText(example.strings) };
    expect(decodeUtf8(renderPage('example.wssp', files, dictOfText(example.data), world))).toBe(
      example.result,
    );
  });

  test('has examples with results', () => {
    expect(examples().filter(e => e.result !== undefined).length).toBeGreaterThan(6);
  });

  test.each([...PAGE_FUNCTIONS.keys()])('names the function %s', name => {
    expect(text).toContain(`\`${name}(`);
  });

  test.each([...PREFIXES.keys()])('names the prefix %s', name => {
    expect(text).toMatch(new RegExp(`\`${name}[(:]`));
  });

  test.each(Object.keys(PAGE_CODES))('names the code %s', code => {
    expect(text).toContain(`\`${code}\``);
  });
});
