/** Answers of message filters, quoted parameters, command lines (admin.md 12.1, 12.4). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandOf, isAllowed, wordsOf } from '../../../host/admin/helpers/command.js';
import { helperConfig } from '../../../host/admin/helpers/config.js';
import { LineCutter, parameter, readLine, takeWord } from '../../../host/admin/helpers/lines.js';
import { readVerdict } from '../../../host/admin/helpers/verdict.js';
import { dict } from '../objects/world.js';

/** The verdict on the line of a helper. */
function verdict(line: string) {
  const read = readLine(`000007 ${line}`);
  if (read.kind !== 'answer') throw new Error('no answer');
  const { final, reason, headers, copies, routes } = readVerdict(read);
  return [final, reason, headers, copies, routes];
}

describe('verdicts', () => {
  it.each([
    ['OK', ['pass', '', [], [], []]],
    ['ok', ['pass', '', [], [], []]],
    ['DISCARD', ['discard', '', [], [], []]],
    ['ERROR we do not want this', ['reject', 'we do not want this', [], [], []]],
    ['REJECTED "two\\elines"', ['reject', 'two lines', [], [], []]],
    ['FAILURE', ['later', '', [], [], []]],
    ['ADDHEADER X-Spam: yes', ['pass', '', ['X-Spam: yes'], [], []]],
    ['ADDHEADER "X-A: 1\\eX-B: \\"2\\"" OK', ['pass', '', ['X-A: 1', 'X-B: "2"'], [], []]],
    ['ADDHEADER X-A: 1\\nX-B: 2', ['pass', '', ['X-A: 1', 'X-B: 2'], [], []]],
    ['ADDHEADER "X-A: 1\\e continued"', ['pass', '', ['X-A: 1', ' continued'], [], []]],
    ['MIRRORTO <a@b> ADDROUTE "c@d" DISCARD', ['discard', '', [], ['a@b'], ['c@d']]],
    ['ADDHEADER "X: 1" ERROR bad', ['reject', 'bad', ['X: 1'], [], []]],
  ])('%s', (line, expected) => expect(verdict(line)).toEqual(expected));

  it.each([
    'WHAT',
    'ADDHEADER no header',
    'ADDHEADER "X: 1',
    'ADDHEADER "X: 1\\e\\ebody"x',
    'ADDHEADER " folded first"',
    'MIRRORTO',
    'MIRRORTO "a b@c"',
    'OK"',
    `${'MIRRORTO a@b '.repeat(101)}OK`,
  ])('waits after %s', line => expect(verdict(line)[0]).toBe('later'));

  it('reads anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ADHERMIOT "\\e<@>:x') }), text => {
        const { final, headers } = readVerdict({ word: 'ADDHEADER', text });
        expect(final === 'pass' || final === 'later' || final === 'reject').toBe(true);
        for (const line of headers) expect(line).toMatch(/^(?:[!-9;-~]+:|[ \t])[^\r\n]*$/);
      }),
    );
  });
});

describe('lines', () => {
  it('cuts any chunks into the same lines', () => {
    const whole = 'one\r\ntwo\n\nthree\n';
    fc.assert(
      fc.property(fc.array(fc.nat(whole.length)), cuts => {
        const cutter = new LineCutter();
        const at = [0, ...cuts.sort((a, b) => a - b), whole.length];
        const lines = at.flatMap((from, index) =>
          cutter.add(Buffer.from(whole.slice(from, at[index + 1] ?? whole.length))),
        );
        expect(lines).toEqual(['one', 'two', '', 'three']);
      }),
    );
  });

  it('takes 4096 bytes and no more', () => {
    expect(new LineCutter().add(Buffer.from(`${'x'.repeat(4096)}\n`))).toHaveLength(1);
    expect(new LineCutter().add(Buffer.from(`${'x'.repeat(4097)}\n`))).toBeNull();
    expect(new LineCutter().add(Buffer.from('x'.repeat(4097)))).toBeNull();
  });

  it('gives back every parameter without control bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab "\\e\n\t@%\u00e9') }), text => {
        const line = parameter(text);
        expect(line).not.toContain('\n');
        if (text !== '') expect(takeWord(`${line} rest`)).toEqual({ word: text, rest: 'rest' });
      }),
    );
  });

  it('compares numbers as numbers', () => {
    expect(readLine('7 ok yes')).toEqual({ kind: 'answer', number: 7, word: 'OK', text: 'yes' });
    expect(readLine('* note')).toEqual({ kind: 'note', text: 'note' });
    expect(readLine('7')).toEqual({ kind: 'garbage' });
  });
});

describe('command lines', () => {
  const folders = { base: '/base', application: '/app' };

  it.each([
    ['Helpers/filter -v', '/base/Helpers/filter', ['-v']],
    ['/bin/x "a b" c', '/bin/x', ['a b', 'c']],
    ['$tools/x', '/app/tools/x', []],
    ['"my helper" "say \\"hi\\""', '/base/my helper', ['say "hi"']],
  ])('%s', (program, file, args) => expect(commandOf(program, folders)).toEqual({ file, args }));

  it.each(['', '$', '"open', 'x\0y'])('refuses %j', program =>
    expect(() => commandOf(program, folders)).toThrow(),
  );

  it('splits words', () => expect(wordsOf('  a  "" b ')).toEqual(['a', '', 'b']));

  it.each([
    ['/opt/helpers/x -a', ['/opt/helpers/'], true],
    ['/opt/helpers/../../bin/sh', ['/opt/helpers/'], false],
    ['/opt/x', ['/opt/x'], true],
    ['/opt/xy', ['/opt/x'], false],
    ['/opt/x', [], false],
  ])('%s under %j: %s', (program, list, allowed) => expect(isAllowed(program, list)).toBe(allowed));
});

describe('records', () => {
  it.each([
    ['{}', { enabled: false, timeout: 10_000, restartPause: 15_000, logLevel: 2 }],
    ['{Enabled=YES;}', { enabled: false }],
    [
      '{Enabled=YES; ProgramName=x; Timeout="1m"; RestartPause=Disabled; LogLevel="All Info";}',
      { enabled: true, program: 'x', timeout: 60_000, restartPause: null, logLevel: 5 },
    ],
    ['{Timeout="-1"; RestartPause="0s"; LogLevel=9;}', { timeout: 10_000, restartPause: 0, logLevel: 2 }],
  ])('%s', (text, expected) => expect(helperConfig(dict(text))).toMatchObject(expected));
});
