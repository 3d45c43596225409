/** The formatter: golden layouts, idempotence, and that what is compiled stays the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePage } from '../../compiler/index.js';
import { LanguageService, MemoryFiles } from '../../playground/language/service.js';
import { parse, printCompact } from '../../stdlib/data/index.js';
import { codeOf, pages, programs } from './sources.js';

function format(file: string, text: string): string {
  const result = new LanguageService(new MemoryFiles({ [file]: text })).format(file);
  if ('refused' in result) throw new Error(`${result.refused}\n${text}`);
  return result.text;
}

/** Destroys the layout of a program: other blanks, line ends where they are allowed. */
const ruin = (source: string, choices: readonly number[]): string => {
  let next = 0;
  const blanks = [' ', '  ', '\n', '\n\n', '\t', '\r\n   ', ' '];
  return source.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/|[ \t\n]+/g, piece =>
    /^\s/.test(piece) ? (blanks[(choices[next++ % choices.length] ?? 0) % blanks.length] ?? ' ') : piece,
  );
};

describe('layout of CG/PL', () => {
  it.each(programs().map((source, i) => [i, source] as const))(
    'program %i keeps its meaning',
    (_i, source) => {
      const text = format('a.wcgp', source);
      expect(format('a.wcgp', text)).toBe(text);
      expect(codeOf(text)).toBe(codeOf(source));
      expect(codeOf(source)).not.toBeNull();
    },
  );

  it('does not depend on the layout before, but for line breaks', () => {
    const all = programs();
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.array(fc.nat(6), { minLength: 3, maxLength: 40 }),
        (source, choices) => {
          const ruined = ruin(source, choices);
          const text = format('a.wcgp', ruined);
          expect(format('a.wcgp', text)).toBe(text);
          expect(codeOf(text)).toBe(codeOf(source));
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([
    [
      'words',
      'ENTRY Main IS if a==1 then Void( 1 );elif  b  then c=-1+- 2;else\nd [ 1 ]=x . y(2);end if ;for i=0 while i<3 by i+=1 loop exitif i>2;end loop;end entry;',
      `entry Main is
  if a == 1 then
    Void(1);
  elif b then
    c = -1 + -2;
  else
    d[1] = x.y(2);
  end if;
  for i = 0 while i < 3 by i += 1 loop
    exitif i > 2;
  end loop;
end entry;
`,
    ],
    [
      'braces',
      'entry Main{if(a and then b){x.End=not c;}elif(d){stop;}else if (e){return;}else{loop{i+=1;}while i<3;}for(i=0;i<3;i+=1){Void(!i);}}',
      `entry Main {
  if (a and then b) {
    x.End = not c;
  } elif (d) {
    stop;
  } else if (e) {
    return;
  } else {
    loop {
      i += 1;
    } while i < 3;
  }
  for (i = 0; i < 3; i += 1) {
    Void(!i);
  }
}
`,
    ],
    [
      'comments and breaks',
      `// head


// more
entry Main is // why
  x = 1; // one
  /* two */ y = "a"
    "b" + z;


  // last
end entry;
// tail`,
      `// head

// more
entry Main is // why
  x = 1; // one
  /* two */ y = "a"
      "b" + z;

  // last
end entry;
// tail
`,
    ],
  ])('lays out %s', (_what, source, wanted) => {
    expect(format('a.wcgp', source)).toBe(wanted);
    expect(format('a.wcgp', wanted)).toBe(wanted);
  });

  it('refuses what has errors of syntax', () => {
    const service = new LanguageService(new MemoryFiles({ 'a.wcgp': 'entry Main is x = ; end entry;' }));
    expect(service.format('a.wcgp')).toEqual({ refused: expect.stringContaining('without syntax errors') });
  });
});

describe('layout of pages', () => {
  it('changes nothing that a visitor can see', () => {
    let count = 0;
    for (const source of pages()) {
      const { page } = compilePage(source, { file: 'a.wssp' });
      if (page === null) continue;
      const text = format('a.wssp', source);
      expect(format('a.wssp', text)).toBe(text);
      const again = compilePage(text, { file: 'a.wssp' }).page;
      expect(again?.plan).toEqual(page.plan);
      expect(again?.lines.map(({ code }) => code)).toEqual(page.lines.map(({ code }) => code));
      count++;
    }
    expect(count).toBeGreaterThan(0);
  });

  it('lays out elements', () => {
    expect(
      format('a.wssp', '<p>%%  html : a . b %%<!--%% if equals( a and "x" )-->%%%%<!--%%endif -->'),
    ).toBe('<p>%%HTML:a.b%%<!--%%IF EQUALS(a AND "x")-->%%%%<!--%%ENDIF-->');
  });
});

describe('layout of data', () => {
  it('breaks what does not fit and keeps comments', () => {
    const source = '{ // about\na=1;b=(x,{c=#5;});\n\n// next\nd="one" "two";}';
    const text = format('a.data', source);
    expect(text).toBe(`{
  // about
  a = 1;
  b = (x, {c = #5;});

  // next
  d = "one" "two";
}
`);
    expect(format('a.data', text)).toBe(text);
    const value = (data: string): string => {
      const result = parse(data);
      return result.ok ? printCompact(result.value) : 'wrong';
    };
    expect(value(text)).toBe(value(source));
  });

  it('lays out JSON', () => {
    const text = format('a.json', '{"a":[1,2,{"b":null}],"c":"x"}');
    expect(JSON.parse(text)).toEqual({ a: [1, 2, { b: null }], c: 'x' });
    expect(format('a.json', text)).toBe(text);
  });
});
