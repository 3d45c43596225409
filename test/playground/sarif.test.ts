/** `check -f sarif` against the rules of SARIF 2.1.0. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import Ajv04Module from 'ajv-draft-04';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { check } from '../../playground/cli/check.js';
import { type FileProblems, sarif } from '../../playground/cli/sarif.js';
import { FOUND } from '../../playground/cli/types.js';
import { removeFolder } from '../tools/folders.js';

interface Log {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { driver: { name: string; version: string; rules: { id: string }[] } };
    readonly columnKind: string;
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { uri: string };
          readonly region: Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>;
        };
      }[];
    }[];
  }[];
}

const problem = (start: number, end: number, message = 'text', number = 120, code = 'unexpected') =>
  ({ start, end, severity: 'error', code, number, message }) as const;

const logOf = (...found: FileProblems[]): Log => sarif(found, '1.0.0', '/home/ann') as Log;
const resultsOf = (...found: FileProblems[]) => logOf(...found).runs[0]?.results ?? [];

const readJson = (path: string): object => JSON.parse(readFileSync(path, 'utf8'));
const validator = new Ajv04Module.default({ strict: false, allErrors: true, unicodeRegExp: false });
formats.default(validator);
const isLog = validator.compile(readJson(resolve(import.meta.dirname, 'schemas/sarif-2.1.0-rtm.5.json')));
/** What the schema of OASIS finds wrong with a log. */
const wrongOf = (log: object): unknown => (isLog(log) ? [] : isLog.errors);

describe('the schema of SARIF 2.1.0', () => {
  it('is fine with logs of all kinds', () => {
    const all: FileProblems[] = [
      { file: 'a.wcgp', text: 'abc', problems: [problem(0, 1), problem(1, 1, '{a}[b](c)', 0, 'json')] },
      { file: '../bob/größe #1.wssp', text: '\ufeff😀\r\nx', problems: [problem(0, 1), problem(9, 2)] },
      { file: 'w.wcgp', text: '', problems: [{ ...problem(0, 0), severity: 'warning' }] },
    ];
    expect(wrongOf(logOf())).toEqual([]);
    expect(wrongOf(logOf(...all))).toEqual([]);
  });

  it('is fine with what the command writes of files with every kind of problem', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-sarif-'));
    const files = {
      'broken.wcgp': '\ufeffentry Main is x = ; y = Nothing(1); end entry',
      'page.wssp': '<html>%%IF%%%%NOSUCH:x%%<!--%%INCLUDE "none.wssi"--></html>',
      'text.data': '{a=',
      'value.json': '{"a": }',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    let out = '';
    const io = {
      out: (text: string) => {
        out += text;
      },
      err: () => undefined,
      color: false,
      cwd: folder,
      input: Readable.from([]),
      output: new PassThrough(),
      signal: new AbortController().signal,
    };
    expect(await check.run(['-f', 'sarif', '.'], io)).toBe(FOUND);
    removeFolder(folder);
    const log: Log = JSON.parse(out);
    expect(wrongOf(log)).toEqual([]);
    const found = new Set(
      log.runs[0]?.results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri),
    );
    expect(found).toEqual(new Set(Object.keys(files)));
  });

  it('finds what is wrong', () => {
    const log = logOf({ file: 'a.wcgp', text: 'abc', problems: [problem(0, 1)] });
    expect(wrongOf({ ...log, version: '2' })).not.toEqual([]);
    const [run] = log.runs;
    expect(wrongOf({ ...log, runs: [{ ...run, results: [{ level: 'error' }] }] })).not.toEqual([]);
  });
});

describe('sarif', () => {
  it('has what a log must have, also without problems', () => {
    expect(logOf()).toEqual({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'postern check', version: '1.0.0', rules: [] } },
          columnKind: 'utf16CodeUnits',
          newlineSequences: ['\r\n', '\n', '\r'],
          results: [],
        },
      ],
    });
  });

  it('names each rule once, and results point at it', () => {
    const one = { text: 'abc', problems: [problem(0, 1), problem(1, 2, 'x', 0, 'json')] };
    const log = logOf({ file: 'a.wcgp', ...one }, { file: 'b.wcgp', ...one });
    const rules = log.runs[0]?.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(['120-unexpected', 'json']);
    for (const { ruleId, ruleIndex } of log.runs[0]?.results ?? []) expect(rules[ruleIndex]?.id).toBe(ruleId);
  });

  it.each([
    ['the first symbol', 'abc', 0, 1, [1, 1, 1, 2]],
    ['the end of the text', 'ab\n', 3, 3, [2, 1, 2, 1]],
    ['units of UTF-16 before it', '😀é x', 4, 5, [1, 5, 1, 6]],
    ['units of UTF-16 on a later line', 'a\r\n😀x', 5, 6, [2, 3, 2, 4]],
    ['over lines, with lone CR', 'a\rbc\nd', 3, 6, [2, 2, 3, 2]],
    ['a byte order mark is no column', '\ufeffab\ncd', 1, 2, [1, 1, 1, 2]],
    ['behind a line with a byte order mark', '\ufeffab\ncd', 5, 6, [2, 2, 2, 3]],
    ['a place outside', 'ab', 9, 9, [1, 3, 1, 3]],
  ])('counts lines and columns from 1: %s', (_name, text, start, end, wanted) => {
    const [result] = resultsOf({ file: 'a.wssp', text, problems: [problem(start, end)] });
    const region = result?.locations[0]?.physicalLocation.region;
    expect([region?.startLine, region?.startColumn, region?.endLine, region?.endColumn]).toEqual(wanted);
  });

  it.each([
    ['skin/a.wssp', 'skin/a.wssp'],
    ['a b/100%#1?.wssp', 'a%20b/100%25%231%3F.wssp'],
    ['c:d.wssp', 'c%3Ad.wssp'],
    ['größe/日.wssp', 'gr%C3%B6%C3%9Fe/%E6%97%A5.wssp'],
    ['../bob/a b.wssp', 'file:///home/bob/a%20b.wssp'],
  ])('addresses %s as %s', (file, uri) => {
    const [result] = resultsOf({ file, text: 'a', problems: [problem(0, 1)] });
    expect(result?.locations[0]?.physicalLocation.artifactLocation).toEqual({ uri });
    // read against the folder it is the file again
    expect(fileURLToPath(new URL(uri, 'file:///home/ann/'))).toBe(resolve('/home/ann', file));
  });

  it.each([
    ['"{" cannot stand here', '"{{" cannot stand here'],
    ['a[1] is fine', 'a[1] is fine'],
    ['a[1](2)', 'a\\[1\\](2)'],
  ])('keeps %s from being read as arguments or links', (text, wanted) => {
    const [result] = resultsOf({ file: 'a.wcgp', text: 'a', problems: [problem(0, 1, text)] });
    expect(result?.message.text).toBe(wanted);
  });
});
