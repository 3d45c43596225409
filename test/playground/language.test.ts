/** The language service: what editors ask, in all four languages. A bar marks the caret. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LanguageService, MemoryFiles } from '../../playground/language/service.js';
import type { Edit, Location } from '../../playground/language/types.js';
import { pages, programs } from './sources.js';

/** A workspace; the bar in the text of `file` is taken out and gives the offset. */
function open(files: Record<string, string>): {
  service: LanguageService;
  file: string;
  at: number;
  files: MemoryFiles;
} {
  let found = { file: '', at: -1 };
  const plain = Object.entries(files).map(([name, text]) => {
    const at = text.indexOf('|');
    if (at < 0) return [name, text];
    found = { file: name, at };
    return [name, text.slice(0, at) + text.slice(at + 1)];
  });
  const memory = new MemoryFiles(Object.fromEntries(plain));
  return { service: new LanguageService(memory), files: memory, ...found };
}

const shown = (files: MemoryFiles, places: readonly Location[]): string[] =>
  places.map(({ file, start, end }) => {
    const text = files.read(file) ?? '';
    return `${file}:${text.slice(0, start).split('\n').length}:${text.slice(start, end)}`;
  });

function apply(files: MemoryFiles, edits: readonly Edit[]): Record<string, string> {
  const changed: Record<string, string> = {};
  for (const edit of [...edits].sort((a, b) => b.start - a.start)) {
    const text = changed[edit.file] ?? files.read(edit.file) ?? '';
    changed[edit.file] = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  }
  return changed;
}

const MAIL = 'procedure Send(to, text) is\n  Void(to + text);\nend procedure;\n';
const MAIN = `procedure Mail::Send(to, text) external;
function Twice(n) is
  return n * 2;
end function;
entry Main is
  total = Twice(4);
  Mail::Send("a", String(total));
  ProcCall("mail::send", "b", "c");
end entry;
`;

describe('CG/PL', () => {
  it('finds definitions in other files', () => {
    const { service, files } = open({ 'main.wcgp': MAIN, 'Mail.wcgi': MAIL });
    const at = MAIN.indexOf('Send("a"');
    expect(shown(files, service.definition('main.wcgp', at))).toEqual(['Mail.wcgi:1:Send']);
    expect(shown(files, service.references('main.wcgp', at))).toEqual([
      'main.wcgp:1:Send',
      'main.wcgp:7:Send',
      'main.wcgp:8:send',
      'Mail.wcgi:1:Send',
    ]);
  });

  it('renames over files, in names that are texts, too', () => {
    const { service, files } = open({ 'main.wcgp': MAIN, 'Mail.wcgi': MAIL });
    const result = service.rename('Mail.wcgi', MAIL.indexOf('Send'), 'Post');
    const changed = apply(files, 'edits' in result ? result.edits : []);
    expect(changed['Mail.wcgi']).toContain('procedure Post(to');
    expect(changed['main.wcgp']).toContain('procedure Mail::Post(to');
    expect(changed['main.wcgp']).toContain('  Mail::Post("a"');
    expect(changed['main.wcgp']).toContain('ProcCall("mail::Post"');
  });

  it.each([
    ['total', 'while', 'keyword'],
    ['total', 'Length', 'built-in'],
    ['total', 'twice', 'a section'],
    ['total', '2x', 'letter'],
    ['String', 'x', 'built-in'],
  ])('refuses to rename %s to %s', (what, name, reason) => {
    const { service } = open({ 'main.wcgp': MAIN });
    expect(service.rename('main.wcgp', MAIN.indexOf(what), name)).toEqual({
      refused: expect.stringContaining(reason),
    });
  });

  it('explains what stands there', () => {
    const { service } = open({ 'main.wcgp': MAIN, 'mail.wcgi': MAIL });
    const about = (word: string): string | undefined =>
      service.hover('main.wcgp', MAIN.indexOf(word) + 1)?.markdown;
    expect(about('String(')).toContain('function String(x) -> string');
    expect(about('Twice(4')).toContain('function Twice(n)');
    expect(about('total')).toContain('variable of `Main`');
    expect(about('return')).toContain('Ends a section');
    expect(about('Send("a"')).toContain('In `mail.wcgi`');
  });

  it.each([
    ['entry Main is count = 1; cou| end entry;', ['count', 'return', 'Length', 'Main'], []],
    ['entry Main is x = 1; y = x.| end entry;', ['ToUpperCase', 'Length'], ['return', 'GMTTime']],
    ['entry Main is x.title = 1; Void(x.t|); end entry;', ['title'], []],
    [
      'function F(a) is return a; end function; entry Main is Void(F|); end entry;',
      ['F', 'FindSubstring'],
      ['a'],
    ],
  ])('completes %s', (source, some, none) => {
    const { service, file, at } = open({ 'a.wcgp': source });
    const labels = service.complete(file, at)?.items.map(({ label }) => label) ?? [];
    expect(labels).toEqual(expect.arrayContaining(some));
    for (const label of none) expect(labels).not.toContain(label);
  });

  it('completes names of other files', () => {
    const { service, file, at } = open({ 'a.wcgp': 'entry Main is Mail::| end entry;', 'mail.wcgi': MAIL });
    expect(service.complete(file, at)?.items.map(({ label }) => label)).toEqual(['Send']);
  });

  it('is silent in texts and comments', () => {
    for (const source of [
      'entry Main is x = "ab|c"; end entry;',
      'entry Main is // so|me\nend entry;',
      '/* | */',
    ]) {
      const { service, file, at } = open({ 'a.wcgp': source });
      expect(service.complete(file, at)).toBeNull();
    }
  });

  it('shows the parameter that is written', () => {
    const { service, file, at } = open({
      'a.wcgp': 'entry Main is Void(Substring("a", F(1,2), |)); end entry;',
    });
    expect(service.signature(file, at)).toMatchObject({
      label: 'Substring(s, from, len) -> string or null',
      active: 2,
    });
  });

  it('tells problems of linking at their place', () => {
    const source = 'function Mail::Send(a) external; entry Main is Void(Mail::Send(1)); end entry;';
    const { service } = open({ 'a.wcgp': source, 'mail.wcgi': MAIL });
    const [problem] = service.problems('a.wcgp');
    expect(problem).toMatchObject({
      severity: 'warning',
      start: source.indexOf('Mail'),
      code: 'external-count',
    });
  });

  it('has outline, folds and colours', () => {
    const { service } = open({ 'main.wcgp': MAIN });
    expect(service.outline('main.wcgp').map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'external Mail::Send',
      'function Twice',
      'entry Main',
    ]);
    expect(service.folds('main.wcgp')).toHaveLength(2);
    const kinds = service
      .tokens('main.wcgp')
      .map(({ start, end, type }) => `${type} ${MAIN.slice(start, end)}`);
    expect(kinds).toEqual(
      expect.arrayContaining([
        'keyword entry',
        'builtin String',
        'function Twice',
        'parameter n',
        'variable total',
      ]),
    );
  });

  it('counts a byte order mark', () => {
    const source = '\ufeffentry Main is x = ; end entry;';
    const [problem] = open({ 'a.wcgp': source }).service.problems('a.wcgp');
    expect(source[problem?.start ?? 0]).toBe(';');
  });
});

const PAGE = `<!--%%FOREACH m IN mails--><li>%%HTML:m[].subject%%<!--%%IF ISFIRST(m)-->%%STRING("First")%%<!--%%ENDIF--></li>
<!--%%ENDFOR m--><!--%%INCLUDE "foot.wssi"-->%%HTML:title%%`;

describe('WSSP', () => {
  const files = { 'a.wssp': PAGE, 'foot.wssi': '', 'strings.data': '{First="One";}' };

  it('renames the scanner of a loop with all its places', () => {
    const { service, files: memory } = open(files);
    const result = service.rename('a.wssp', PAGE.indexOf('m IN'), 'mail');
    expect(apply(memory, 'edits' in result ? result.edits : [])['a.wssp']).toBe(
      PAGE.replace('m IN', 'mail IN')
        .replace('m[]', 'mail[]')
        .replace('(m)', '(mail)')
        .replace('ENDFOR m', 'ENDFOR mail'),
    );
  });

  it('follows includes, strings and loops', () => {
    const { service, files: memory } = open(files);
    const to = (what: string): string[] =>
      shown(memory, service.definition('a.wssp', PAGE.indexOf(what) + 1));
    expect(to('foot.wssi')).toEqual(['foot.wssi:1:']);
    expect(to('First"')).toEqual(['strings.data:1:First']);
    expect(to('m[]')).toEqual(['a.wssp:1:m']);
  });

  it.each([
    ['<!--%%I|-->', ['IF', 'INCLUDE', 'FOREACH']],
    ['<!--%%FOREACH x IN xs-->%%HTML:|%%<!--%%ENDFOR-->', ['x[]', 'xs', 'STRING']],
    ['%%HT|%%', ['HTML', 'HTMLUSING']],
    ['<!--%%INCLUDE "|-->', ['foot.wssi']],
    ['%%STRING("|")%%', ['First']],
    ['%%tit|', ['STRING']],
  ])('completes %s', (source, some) => {
    const { service, file, at } = open({ ...files, 'b.wssp': source });
    const labels = service.complete(file, at)?.items.map(({ label }) => label) ?? [];
    expect(labels).toEqual(expect.arrayContaining(some));
  });

  it('is silent in the text of the page', () => {
    const { service, file, at } = open({ 'b.wssp': '<p>%%a%% te|xt' });
    expect(service.complete(file, at)).toBeNull();
  });

  it('warns of includes that are not there', () => {
    const { service } = open({ 'b.wssp': '<!--%%INCLUDE "x.wssi"-->', 'c.wssp': '' });
    expect(service.problems('b.wssp')).toMatchObject([{ code: 'include-missing', severity: 'warning' }]);
  });

  it('has an outline and explains', () => {
    const { service } = open(files);
    expect(service.outline('a.wssp')).toMatchObject([
      { name: 'FOREACH m IN mails', children: [{ name: 'IF ISFIRST(m)' }] },
      { name: 'INCLUDE "foot.wssi"' },
    ]);
    expect(service.hover('a.wssp', PAGE.indexOf('ISFIRST') + 1)?.markdown).toContain('first element');
  });
});

describe('data', () => {
  it('tells where a text is wrong', () => {
    const data = open({ 'a.data': '{é=1; b=;}', 'b.json': '{"a": 1,}' }).service;
    expect(data.problems('a.data')).toMatchObject([{ start: 8, severity: 'error' }]);
    expect(data.problems('b.json')).toMatchObject([{ start: 8, message: expect.stringContaining('key') }]);
  });

  it('has an outline', () => {
    const { service } = open({ 'a.data': '{a={b=1;}; c=(x,{d=1;});}' });
    expect(service.outline('a.data')).toMatchObject([
      { name: 'a', children: [{ name: 'b' }] },
      { name: 'c', children: [{ name: 'd' }] },
    ]);
  });
});

describe('half-written texts', () => {
  const sources = [
    ...programs().map(text => ({ file: 'a.wcgp', text })),
    ...pages().map(text => ({ file: 'a.wssp', text })),
    { file: 'a.data', text: '{a=(x,[YQ==],#I[10.0.0.1]:5);b=<x y="z"><!-- c --></x>;}' },
    { file: 'a.json', text: '{"a":[1,{"b":"c"}],"d":null}' },
  ];

  it('never crash the service', () => {
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.nat(2000), fc.nat(2000), (source, from, count) => {
        const { file } = source;
        const start = from % (source.text.length + 1);
        const text = source.text.slice(0, start) + source.text.slice(start + (count % 20));
        const service = new LanguageService(new MemoryFiles({ [file]: text, 'x.wcgi': 'function x() is' }));
        for (const { start: s, end } of [
          ...service.problems(file),
          ...service.tokens(file),
          ...service.folds(file),
        ]) {
          expect(s).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(s);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        service.outline(file);
        service.complete(file, start);
        service.hover(file, start);
        service.signature(file, start);
        service.definition(file, start);
        service.references(file, start);
        service.rename(file, start, 'other');
        service.format(file);
      }),
      { numRuns: 500 },
    );
  });
});
