/** Usage by program and by path: what is one path, and that hostile paths cannot fill the memory. */
import { describe, expect, it } from 'vitest';
import { UsageBook } from '../../../host/apps/usage.js';
import { pathPattern } from '../../../host/apps/usagepaths.js';
import type { Usage } from '../../../runtime/index.js';

const usage = { cpuMs: 2, wallMs: 3, peakMemory: 4, hostCalls: 5, outputBytes: 6 } as Usage;
const skin = { domain: null, skin: '' } as never;

describe('the pattern of a path', () => {
  const table: readonly [path: string, pattern: string][] = [
    ['/api.wcgp', '/api.wcgp'],
    ['/api.wcgp/items/17', '/api.wcgp/items/*'],
    ['/api.wcgp/v2/items', '/api.wcgp/v2/items'],
    ['/sys/API.wcgp/items/17/edit', '/sys/API.wcgp/items/*/edit'],
    ['/api.wcgp/reset/9f86d081884c7d659a2f', '/api.wcgp/reset/*'],
    ['/api.wcgp/3f2504e0-4f89-11d3-9a0c-0305e82c3301', '/api.wcgp/*'],
    [`/api.wcgp/${'x'.repeat(32)}/a`, '/api.wcgp/*/a'],
    ['/Session/12-abc/api.wcgp/a', '/Session/*/api.wcgp/a'],
    ['/session/secretid/', '/session/*/'],
    [`/${'ab/'.repeat(40)}`, `/${'ab/'.repeat(40)}`.slice(0, 99).concat('*')],
  ];
  it.each(table)('%s', (path, pattern) => expect(pathPattern(path, 'api.wcgp')).toBe(pattern));

  it('keeps the name of the program, however long', () => {
    expect(pathPattern('/report-of-january-2024.wcgp/7', 'report-of-january-2024.wcgp')).toBe(
      '/report-of-january-2024.wcgp/*',
    );
  });
});

describe('the usage book', () => {
  const fileOf = (book: UsageBook, file: string) => book.list().find(app => app.file === file);

  it('counts runs by path', () => {
    const book = new UsageBook();
    const at = (path: string, failed = false) =>
      book.add({ domain: 'a.test', skin, file: 'api.wcgp', path }, usage, failed);
    for (const path of ['/api.wcgp/items/1', '/api.wcgp/items/2', '/api.wcgp']) at(path);
    at('/api.wcgp/items/3', true);
    const api = fileOf(book, 'api.wcgp');
    expect([api?.runs, api?.failures]).toEqual([4, 1]);
    expect(
      api?.paths.map(({ path, runs, failures, hostCalls }) => [path, runs, failures, hostCalls]),
    ).toEqual([
      ['/api.wcgp/items/*', 3, 1, 15],
      ['/api.wcgp', 1, 0, 5],
    ]);
  });

  it('counts further programs and paths together', () => {
    const book = new UsageBook();
    const letters = (n: number): string =>
      String(n).replace(/\d/g, digit => 'abcdefghij'.charAt(Number(digit)));
    for (let n = 0; n < 200; n++)
      book.add({ domain: null, skin, file: 'one.wcgp', path: `/one.wcgp/${letters(n)}` }, usage, false);
    const one = fileOf(book, 'one.wcgp');
    expect(one?.paths.length).toBe(51);
    expect(one?.paths.at(-1)).toMatchObject({ path: '*', runs: 150 });
    for (let n = 0; n < 2500; n++)
      for (let m = 0; m < 6; m++)
        book.add({ domain: null, skin, file: `${letters(n)}.wcgp`, path: `/${letters(m)}` }, usage, false);
    const all = book.list();
    expect(all.length).toBe(2001);
    const paths = all.reduce((sum, app) => sum + app.paths.length, 0);
    expect(paths).toBeLessThanOrEqual(10_000 + all.length);
    for (const app of all) expect(app.paths.reduce((sum, path) => sum + path.runs, 0)).toBe(app.runs);
  });
});
