/** No bytes on the PWD port end the process or put a connection out of step (cli.md 9). */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OLD_NAMES } from '../../host/cli/oldnames.js';
import { commandTable } from '../../host/cli/table.js';
import { parseFirst, printCompact } from '../../stdlib/data/index.js';
import { Wire } from '../conformance/cli/bindings.js';
import { values } from '../stdlib/data/arbitrary.js';
import { type CliWorld, openCliWorld } from './world.js';

let world: CliWorld;

beforeAll(async () => {
  world = await openCliWorld('pm-pass-1', { settings: { maxFailures: 1_000_000, maxLine: 20_000 } });
});

afterAll(async () => {
  expect(world.failures).toEqual([]);
  await world.close();
});

async function loggedIn(): Promise<Wire> {
  const wire = await Wire.to(world.pwdPort);
  wire.write('USER postmaster\nPASS pm-pass-1\nINLINE\n');
  for (let i = 0; i < 4; i++) await wire.whole();
  return wire;
}

/** Commands that would end the connection, the server, or take their time. */
const AVOIDED =
  /^\s*(?:quit|shutdown|newpass|testloop|deleteaccount|renameaccount|setaccount|updateaccount|set|suspend)/i;

const names = [...commandTable.map(command => command.name), ...Object.keys(OLD_NAMES), 'INLINE', 'x'];
const item = fc.oneof(
  fc.constantFrom(
    '*',
    'postmaster',
    'nobody@main.example',
    'x@none.example',
    '""',
    '{}',
    '()',
    '[]',
    'FILE',
    'AUTH',
    'KEY',
    'INTO',
    'DATA',
    'SKIN',
    '10',
    '#5',
    '"',
    '{',
    '({',
    '\\',
    '<a/>',
    '<a',
    '~x/y',
    '../x',
    '$DomainSkins/x',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }).map(text => Buffer.from(text, 'utf8').toString('latin1')),
  fc.uint8Array({ maxLength: 20 }).map(bytes => Buffer.from(bytes).toString('latin1')),
  values(false).map(value => printCompact(value)),
);
const line = fc
  .tuple(fc.constantFrom(...names), fc.array(item, { maxLength: 6 }))
  .map(([name, items]) =>
    [name, ...items]
      .join(' ')
      .replace(/[\r\n]/g, '')
      .slice(0, 5000),
  )
  .filter(text => !AVOIDED.test(text));

it('one answer for each line, whatever it holds', async () => {
  const wire = await loggedIn();
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 10 }), async lines => {
      wire.write(`${lines.join('\n')}\nECHO in-step\n`);
      for (const text of lines) expect(await wire.whole(), text).toMatch(/^(?:200 OK|201 .*|5\d\d .+)$/s);
      expect(await wire.whole()).toBe('201 in-step');
    }),
    { numRuns: 150 },
  );
  wire.destroy();
});

it('any bytes before the login', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async bytes => {
      const wire = await Wire.to(world.pwdPort);
      wire.write(`${Buffer.from(bytes).toString('latin1')}\n*\nUSER postmaster\nPASS pm-pass-1\nNOOP\n`);
      let answer: string | null = '';
      while (answer !== '200 OK\r') {
        answer = await wire.line();
        if (answer === null) break;
        expect(answer).toMatch(/^[2-5]\d\d .*\r$/s);
      }
      if (!/quit/i.test(Buffer.from(bytes).toString('latin1'))) expect(answer).toBe('200 OK\r');
      wire.destroy();
    }),
    { numRuns: 60 },
  );
});

it('what ECHO answers reads as the same object', async () => {
  const wire = await loggedIn();
  await fc.assert(
    fc.asyncProperty(values(false), async value => {
      const text = printCompact(value);
      wire.write(`ECHO ${text}\n`);
      const answer = await wire.whole();
      const result = parseFirst(answer.slice(4), 0);
      expect(result.ok && printCompact(result.value)).toBe(text);
    }),
    { numRuns: 200 },
  );
  wire.destroy();
});
