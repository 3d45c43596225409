/** Every error of every room is in docs/errors.md, with its number and text; numbers belong to one room. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorsDocument, PARTS } from './errorsdoc.js';

const FILE = new URL('../../docs/errors.md', import.meta.url);

describe('errors', () => {
  it('are all in docs/errors.md (UPDATE_DOCS=1 writes it)', () => {
    if (process.env.UPDATE_DOCS) writeFileSync(FILE, errorsDocument());
    expect(readFileSync(FILE, 'utf8')).toBe(errorsDocument());
  });

  it.each(PARTS)(
    'of "$title" have numbers of their own range',
    ({ catalogue, range: [first, last], shares }) => {
      const seen = new Map<number, string>();
      for (const [code, { number, text }] of Object.entries(catalogue)) {
        expect(number, code).toBeGreaterThanOrEqual(first);
        expect(number, code).toBeLessThanOrEqual(last);
        expect(text, code).not.toBe('');
        if (!shares) expect(seen.get(number) ?? code, `number ${number}`).toBe(code);
        seen.set(number, code);
      }
    },
  );

  it('have the same meaning wherever a code occurs twice', () => {
    const [compiler, ...others] = PARTS;
    expect(compiler?.title).toBe('Compile errors and warnings');
    // Codes that end runs are one name space; compile errors have another one.
    const codes = others.filter(({ shares }) => !shares).flatMap(({ catalogue }) => Object.keys(catalogue));
    expect(new Set(codes).size).toBe(codes.length);
  });
});
