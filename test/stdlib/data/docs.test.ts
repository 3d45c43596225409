import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, printCompact, printPretty, xmlToObject } from '../../../stdlib/data/index.js';
import { encodeUtf8, equal, isXml } from '../../../stdlib/values/index.js';

const page = readFileSync(new URL('../../../docs/data.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^```data\n([\s\S]*?)\n```$/gm)].map(match => encodeUtf8(match[1] ?? ''));

describe('docs/data.md', () => {
  it.each(examples)('%s', text => {
    const result = parse(text);
    expect(result.ok ? null : result.error).toBeNull();
  });

  it('shows one object in both layouts', () => {
    const at = examples.findIndex(text => text.startsWith('{Name'));
    const [compact, pretty] = examples.slice(at, at + 2) as [string, string];
    const result = parse(compact);
    expect(result.ok && [printCompact(result.value), printPretty(result.value)]).toEqual([compact, pretty]);
  });

  it('shows the XML form', () => {
    const result = parse(examples.at(-1) ?? '');
    const value = result.ok && isXml(result.value) ? xmlToObject(result.value) : null;
    const expected = parse('{name=Anna;age=#41;tags=(a,b);}');
    expect(expected.ok && equal(value, expected.value)).toBe(true);
  });

  it('lists every error code', () => {
    const source = readFileSync(new URL('../../../stdlib/data/error.ts', import.meta.url), 'utf8');
    for (const [, code] of source.matchAll(/^ {2}\| '([a-z0-9-]+)'/gm)) expect(page).toContain(`\`${code}\``);
  });
});
