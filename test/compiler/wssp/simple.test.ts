/** The elements that one expression reads are what the grammar makes of them, and nothing else is read so. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStructure, parseText } from '../../../compiler/wssp/syntax/parse.js';
import { simpleStructure, simpleText } from '../../../compiler/wssp/syntax/simple.js';

const fits = (): boolean => true;

describe('simple elements', () => {
  it.each([
    '%%a%%',
    '%%_a9%%',
    '%% a %%',
    '%%\r\n\ta\n%%',
    '%%a.b.C%%',
    '%%r[]%%',
    '%%r[].a.b%%',
    '%%HTML:a%%',
    '%%html : r[].a %%',
    '%%and%%',
    '%%URL:AND.or%%',
    '<!--%%ELSE-->',
    '<!--%% else -->',
    '<!--%%ENDIF-->',
    '<!--%%ENDFOR-->',
    '<!--%%endfor r-->',
    '<!--%%ENDFOR END -->',
  ])('are read like the grammar reads them: %j', text => {
    const source = `before${text}behind`;
    const isText = text.startsWith('%%');
    const simple = isText ? simpleText(source, 6) : simpleStructure(source, 6, fits);
    expect(simple).not.toBeNull();
    expect(simple).toEqual(isText ? parseText(source, 6) : parseStructure(source, 6, () => null));
  });

  it.each([
    '%%1%%',
    '%%"a"%%',
    '%%a.%%',
    '%%a."b"%%',
    '%%a[1]%%',
    '%%a%',
    '%%a b%%',
    '%%NOSUCH:a%%',
    '%%DATEAS:a%%',
    '%%HTML:%%',
    '%%STRING("On")%%',
    `%%a${'.b'.repeat(21)}%%`,
    '<!--%%ELSE x-->',
    '<!--%%ELSEX-->',
    '<!--%%ENDFORr-->',
    '<!--%%ENDFOR r s-->',
    '<!--%%ENDIF--',
    '<!--%%IF a-->',
  ])('are all others not: %j', text => {
    expect(text.startsWith('%%') ? simpleText(text, 0) : simpleStructure(text, 0, fits)).toBeNull();
  });

  it('are none where the keyword may not stand', () => {
    expect(simpleStructure('<!--%%ELSE-->', 0, () => false)).toBeNull();
  });

  it('agree with the grammar on whatever they read', () => {
    const piece = fc.constantFrom(
      'a',
      'B_1',
      '[]',
      '.',
      ':',
      ' ',
      '\n',
      'HTML',
      'URL',
      'and',
      '"x"',
      '(',
      ')',
      '5',
      '%',
      '-',
      'SIZE',
    );
    const inside = fc.array(piece, { maxLength: 8 }).map(parts => parts.join(''));
    fc.assert(
      fc.property(inside, text => {
        const source = `%%${text}%%-->`;
        const simple = simpleText(source, 0);
        if (simple !== null) expect(simple).toEqual(parseText(source, 0));
      }),
      { numRuns: 3000 },
    );
    const word = fc.constantFrom('ELSE', 'endif', 'ENDFOR', ' ', 'r', 'ENDFOR r', '\t', 'x1', '-', 'COMMENT');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), words => {
        const source = `<!--%%${words.join('')}-->`;
        const simple = simpleStructure(source, 0, fits);
        if (simple !== null) expect(simple).toEqual(parseStructure(source, 0, () => null));
      }),
      { numRuns: 2000 },
    );
  });
});
