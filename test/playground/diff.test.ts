/** Differences by line. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineChanges, unifiedDiff } from '../../playground/diff/lines.js';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
  .map(lines => lines.map(line => `${line}\n`).join(''));

describe('differences by line', () => {
  it('give both texts back, and no more changes than needed for a single one', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes = lineChanges(before, after);
        const side = (skip: string) =>
          changes
            .filter(({ kind }) => kind !== skip)
            .map(change => `${change.text}\n`)
            .join('');
        expect([side('added'), side('removed')]).toEqual([before, after]);
        if (before === after) expect(changes.every(({ kind }) => kind === 'same')).toBe(true);
      }),
    );
  });

  it('show lines around', () => {
    const lines = Array.from({ length: 20 }, (_, i) => `line ${i + 1}`);
    const changed = lines.with(9, 'other').toSpliced(15, 1);
    expect(unifiedDiff(lines.join('\n'), changed.join('\n'), 1)).toBe(
      '@@ -9 +9 @@\n line 9\n-line 10\n+other\n line 11\n@@ -15 +15 @@\n line 15\n-line 16\n line 17\n',
    );
    expect(unifiedDiff('a\n', 'a\n')).toBe('');
    expect(unifiedDiff('', 'a\n')).toBe('@@ -1 +1 @@\n+a\n');
  });
});
