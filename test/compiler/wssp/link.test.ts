import { describe, expect, test } from 'vitest';
import { DebugTable } from '../../../compiler/debug/table.js';
import { originalPosition } from '../../../compiler/text/positionmap.js';
import { linkPage } from '../../../compiler/wssp/link.js';
import { PAGE_FUNCTIONS } from '../../../compiler/wssp/tables/functions.js';
import { dictOf, newDict } from '../../../stdlib/values/dict.js';
import { assemble } from '../../../stdlib/wssp/assemble/assemble.js';
import { PageError } from '../../../stdlib/wssp/errors.js';
import { pageLibrary } from '../../../stdlib/wssp/guest/library.js';
import type { PageHost } from '../../../stdlib/wssp/host.js';
import { decodeText } from '../../../stdlib/wssp/response/charset.js';
import { hostOf, renderPage, streamOf } from './support/render.js';

const from =
  (files: Record<string, string>) =>
  (name: string): string | null =>
    Object.hasOwn(files, name) ? (files[name] ?? null) : null;

function link(files: Record<string, string>, extra: string[] = []) {
  return linkPage('A.wssp', from(files), { extra });
}

describe('linking', () => {
  test('follows constant names in any letter case, once each', () => {
    const { page } = link({
      'a.wssp': '<!--%%INCLUDE "B.wssi"--><!--%%INCLUDE ("b.WSSI")--><!--%%INCLUDE "none"-->',
      'b.wssi': '<!--%%INCLUDE "C.wssi"-->',
      'c.wssi': '<!--%%INCLUDE "b.wssi"-->',
    });
    expect(page?.files).toEqual(['a.wssp', 'b.wssi', 'none', 'c.wssi']);
    expect(page?.dynamic).toBe(false);
    expect(page?.plan.files.none).toBeNull();
  });

  test('says what the page may touch', () => {
    const { page } = link({
      'a.wssp': '%%SESSION(a)%%<!--%%INCLUDE "b"-->',
      b: '%%DATE:a%%<!--%%IF SETTINGS(x)--><!--%%ENDIF-->',
    });
    expect([...(page?.uses ?? [])].sort()).toEqual(['session', 'settings', 'strings']);
    expect(link({ 'a.wssp': '%%ACCOUNTSETTINGS(b)%%' }).page?.uses).toEqual(['accountSettings']);
  });

  test('the same page has the same id, another one has another', () => {
    const id = (text: string): string | undefined => link({ 'a.wssp': text }).page?.id;
    expect(id('%%a%%')).toBe(id('%%a%%'));
    expect(new Set([id('%%a%%'), id('%%b%%'), id('x'), id('y')]).size).toBe(4);
    expect(id('x')).toMatch(/^[0-9a-f]{64}$/);
  });

  test('an id is of all files, where they end and what they are called, and of probes', () => {
    const source = '<!--%%INCLUDE "b"-->';
    const id = (files: Record<string, string>): string | undefined => link(files).page?.id;
    const debugged = linkPage('a.wssp', () => 'x', { debug: new DebugTable() }).page?.id;
    const ids = [
      id({ 'a.wssp': source, b: 'x' }),
      id({ 'a.wssp': source, b: 'y' }),
      id({ 'a.wssp': source }),
      id({ 'a.wssp': `${source}x`, b: '' }),
      id({ 'a.wssp': source, b: '%%' }),
      id({ 'a.wssp': 'x' }),
      debugged,
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('the plan is pure data', () => {
    const { page } = link({ 'a.wssp': 'é<!--%%IF a-->%%HTML:b%%<!--%%ENDIF-->' });
    expect(JSON.parse(JSON.stringify(page?.plan))).toEqual(page?.plan);
  });

  test('a broken entry gives no page', () => {
    expect(link({ 'a.wssp': '%%' }).page).toBeNull();
    expect(link({}).page).toBeNull();
    expect(link({}).diagnostics).toEqual([]);
  });

  test('a broken part gives a page, and its diagnostics', () => {
    const { page, diagnostics } = link({ 'a.wssp': '<!--%%INCLUDE "b"-->', b: 'x\n %%FOO()%%' });
    expect(page).not.toBeNull();
    expect(diagnostics.map(d => [d.file, d.code])).toEqual([['b', 'unknown-function']]);
  });

  test('maps statements to elements', () => {
    const { page } = link({ 'a.wssp': 'x\n  <!--%%INCLUDE "b"-->', b: '\n\n%%HTML:x.y.z%%' });
    const line = page?.js.split('\n').findIndex(l => l.includes('"z"')) ?? -1;
    expect(page && originalPosition(page.map, { line: line + 1, column: 1 })).toMatchObject({
      file: 'b',
      line: 3,
      column: 1,
    });
  });
});

describe('errors of inclusions', () => {
  const fails = (files: Record<string, string>): PageError => {
    try {
      renderPage('a.wssp', files, newDict());
    } catch (error) {
      if (error instanceof PageError) return error;
      throw error;
    }
    throw new Error('did not fail');
  };

  test.each([
    ['missing', { 'a.wssp': '<!--%%INCLUDE "b"-->' }, 'include-missing', 'b'],
    ['missing by a computed name', { 'a.wssp': '<!--%%INCLUDE "b" & "C"-->' }, 'include-missing', 'c'],
    ['no name', { 'a.wssp': '<!--%%INCLUDE x-->' }, 'include-missing', ''],
    [
      'a name of a builtin property',
      { 'a.wssp': '<!--%%INCLUDE "constructor"-->' },
      'include-missing',
      'constructor',
    ],
    ['__proto__', { 'a.wssp': '<!--%%INCLUDE "__proto__"-->' }, 'include-missing', '__proto__'],
    ['does not compile', { 'a.wssp': '<!--%%INCLUDE "b"-->', b: '\n%%' }, 'include-failed', 'b'],
    ['itself', { 'a.wssp': '<!--%%INCLUDE "a.wssp"-->' }, 'include-too-deep', 'a.wssp'],
    ['itself, computed', { 'a.wssp': '<!--%%INCLUDE n | "a.wssp"-->' }, 'include-too-deep', 'a.wssp'],
  ] as [string, Record<string, string>, string, string][])('%s', (_, files, code, file) => {
    const error = fails(files);
    expect([error.code, error.file]).toEqual([code, file]);
  });

  test('the error of a part says where', () => {
    expect(fails({ 'a.wssp': '<!--%%INCLUDE "b"-->', b: '\n%%' }).message).toContain(
      'line 2, column 1: unterminated',
    );
  });

  test('nothing happens where they are not reached', () => {
    const page = '<!--%%IF x--><!--%%INCLUDE "b"--><!--%%INCLUDE y--><!--%%ENDIF-->ok';
    expect(renderPage('a.wssp', { 'a.wssp': page }, newDict())).toBe('ok');
  });

  test.each([
    [16, true],
    [17, false],
  ])('%d files inside each other', (count, fine) => {
    const files: Record<string, string> = { 'a.wssp': '<!--%%INCLUDE "1"-->', [count]: 'end' };
    for (let i = 1; i < count; i++) files[i] = `<!--%%INCLUDE "${i + 1}"-->`;
    if (fine) expect(renderPage('a.wssp', files, newDict())).toBe('end');
    else expect(fails(files).code).toBe('include-too-deep');
  });
});

describe('the guest library', () => {
  const library = pageLibrary(hostOf({}));

  test('a page asks for what is not linked', () => {
    const { page } = link({ 'a.wssp': '<!--%%INCLUDE n-->' });
    expect(page?.dynamic).toBe(true);
    expect(page && streamOf(page, dictOf([['n', 'X.wssi']]), hostOf({}))).toEqual({ need: 'x.wssi' });
  });

  const generated = ['exists', 'doesNotExist', 'isFirst', 'isLast', 'isEven', 'isHalf', 'index', 'key'];
  test.each([...PAGE_FUNCTIONS.values()].filter(f => !generated.includes(f.guest)).map(f => f.guest))(
    'has %s',
    name => expect(library).toHaveProperty(name, expect.any(Function)),
  );

  test.each([
    ['on the host', '%%STRING("T")%%'],
    ['in the sandbox', '<!--%%IF STRING("T")-->%%a%%<!--%%ENDIF-->'],
  ])('asks for each name once %s', (_, element) => {
    const asked: string[] = [];
    const host = hostOf({ host: { text: name => (asked.push(name) > 0 && name === 'N' ? null : 'text') } });
    const page = `${element}${element.replace('"T"', '"N"')}`.repeat(2);
    expect(renderOnce(page, host)).toBe(element.startsWith('%%') ? 'texttext' : 'AA');
    expect(asked).toEqual(['T', 'N']);
  });
});

function renderOnce(text: string, host: PageHost): string {
  const { page } = link({ 'a.wssp': text });
  if (page === null) throw new Error('no page');
  const result = streamOf(page, dictOf([['a', 'A']]), host);
  if ('need' in result) throw new Error('not linked');
  return assemble(page.plan, result.stream, { ...host, decode: decodeText, host });
}
