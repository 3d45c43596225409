/**
 * Attacks in real worker sandboxes, with the built-ins of the server: each ends with its code, while requests of
 * another domain, some on the same worker, go on and are answered; and the attacker's next run is a pristine one.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LinkedProgram, linkProgram } from '../../compiler/index.js';
import type { RunRequest, RunResult, Sandboxes } from '../../runtime/index.js';
import { projectRoot } from '../../runtime/node/files.js';
import { createSandboxes } from '../../runtime/node/index.js';
import { program } from '../runtime/units.js';
import { ATTACKS, type Attack } from './attacks.js';

const FILE = 'attack.wcgp';
const RESULT = 'procedure Result(x) is null; end procedure;\n';

function compile(source: string): LinkedProgram {
  const { program: unit, diagnostics } = linkProgram(FILE, name => (name === FILE ? source : null), {
    environment: 'web',
  });
  if (unit === null) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return unit;
}

const unitOf = ({ cgpl, js }: Attack): LinkedProgram => {
  if (cgpl === undefined) return program({ main: js ?? '' });
  return compile(/^(?:entry|function) /m.test(cgpl) ? cgpl : `${RESULT}entry Main is ${cgpl} end entry;`);
};

const INPUT = {
  request: {
    method: 'GET',
    path: '/',
    query: null,
    secure: false,
    fields: [],
    remoteAddress: '127.0.0.1',
    remotePort: 1,
    proxiedAddress: null,
    body: null,
    fieldLimit: 100,
  },
  identity: { email: null, domain: 'evil', language: null, timeZone: null },
  session: null,
};

const GOOD = compile(
  'entry Main is v = Vars(); n = v.startParameter; v.mine = n; s = ""; for i = 0 while i < 20 by i += 1 loop s += String(i); end loop; Void(ReadInput(0)); SetHTTPResponseData("fine " + String(v.mine) + s); end entry;',
);
const FINE = Array.from({ length: 20 }, (_, i) => i).join('');

const body = ({ response }: RunResult): string => Buffer.from(response.body ?? []).toString();

describe.each([1, 2])('attacks, on %i workers', workers => {
  let sandboxes: Sandboxes;
  beforeAll(async () => {
    sandboxes = await createSandboxes({
      workers,
      environments: [join(projectRoot(), 'dist/host/builtins/worker/web.js')],
      grace: 2000,
    });
  });
  afterAll(() => sandboxes.close());

  const run = (domain: string, unit: LinkedProgram, rest: Partial<RunRequest> = {}): Promise<RunResult> =>
    sandboxes.run({
      domain,
      unit,
      entry: 'main',
      environment: 'web',
      input: INPUT,
      wait: () => null,
      ...rest,
      // what is not about time must not fail by it
      limits: { cpuMs: 30_000, ...rest.limits },
    });

  const neighbours = async (count: number): Promise<void> => {
    const answers = await Promise.all(
      Array.from({ length: count }, (_, i) => run(`good${i % 3}`, GOOD, { startParameter: i })),
    );
    answers.forEach((result, i) => {
      expect(result.error).toBeUndefined();
      expect(body(result)).toBe(`fine ${i}${FINE}`);
    });
  };

  it.each(ATTACKS)('$about', async attack => {
    const { end, limits = {} } = attack;
    const unit = unitOf(attack);
    await neighbours(2);
    const attacked = run('evil', unit, { limits });
    const beside = neighbours(6);
    const result = await attacked;
    await beside;
    if (typeof end === 'string' && end.startsWith('=')) {
      expect(result.error).toBeUndefined();
      expect(body(result)).toBe(end.slice(1));
    } else {
      expect(result.outcome).toBe('failed');
      expect([end].flat()).toContain(result.error?.code);
      expect(result.response.isSet).toBe(false);
    }
    await sandboxes.stopDomain('evil');
    await neighbours(2);
    expect(body(await run('evil', GOOD, { startParameter: 7 }))).toBe(`fine 7${FINE}`);
  });
});

/** What a run leaves behind (`plant`) must not be seen by the next one (`look` gives `clean`). */
const LEAKS: readonly (readonly [about: string, plant: string, look: string])[] = [
  ['a property of a function of the program', 's.plant.call.mark = 1;', 's.plant.call.mark === undefined'],
  ['a section that was replaced', 's.look.call = () => 1; s.mark = 1;', 's.mark === undefined'],
  ['a property of $', '$.mark = 1;', '$.mark === undefined'],
  ['a built-in that was replaced', '$.b.string = () => "evil";', '$.b.string(5) === "5"'],
  ['a property of all objects', 'Object.prototype.mark = 1;', '({}).mark === undefined'],
  ['a property of all arrays', 'Array.prototype.mark = 1;', '[].mark === undefined'],
  ['a method of all strings', 'String.prototype.indexOf = () => 7;', '"ab".indexOf("b") === 1'],
  [
    'the iterator of arrays',
    'Array.prototype[Symbol.iterator] = function*(){ yield 9; };',
    '[...[1]][0] === 1',
  ],
  [
    'groups of the last regular expression',
    '/(secret)/.exec("secret");',
    '!/secret/.test("" + RegExp.$1 + RegExp.lastMatch)',
  ],
  ['the place of a shared regular expression', 're.test("aa");', 're.lastIndex === 0'],
  [
    'a symbol with a property',
    'Symbol.for("x").description; s[Symbol.for("x")] = 1;',
    's[Symbol.for("x")] === undefined',
  ],
  ['a key of Vars', '$.setKey($.b.vars(), "mark", "secret");', '$.key($.b.vars(), "mark") === null'],
  ['an object that was shared', 'shared.push("secret");', 'shared.length === 0'],
  ['a variable of the unit', 'count++;', 'count === 0'],
  ['the response', '$.b.addhttpresponsefield("Mark", "1"); $.b.sethttpresponsecode(201);', 'true'],
  ['the language of the run', '$.b.setlanguage("xx");', '$.b.getlanguage() === ""'],
];

describe('what a run leaves behind', () => {
  let sandboxes: Sandboxes;
  beforeAll(async () => {
    sandboxes = await createSandboxes({
      workers: 1,
      environments: [join(projectRoot(), 'dist/host/builtins/worker/web.js')],
    });
  });
  afterAll(() => sandboxes.close());

  it.each(LEAKS)(
    '%s is gone in the next run, in the same and in another domain',
    async (_about, plant, look) => {
      const unit = program({
        plant: `function(){ try { ${plant} } catch (e) {} }`,
        fail: `function(){ try { ${plant} } catch (e) {} throw new Error("x"); }`,
        look: `function(){ let r; try { r = ${look}; } catch (e) { r = "" + e.message; } $.b.sethttpresponsedata(r === true ? "clean" : "" + r); }`,
      });
      const js = unit.js.replace(
        '"use strict";',
        '"use strict"; const shared = [], re = /a/g; let count = 0;',
      );
      const request = {
        unit: { ...unit, js },
        environment: 'web',
        input: INPUT,
        wait: () => null,
      };
      for (const entry of ['plant', 'fail', 'plant']) {
        await sandboxes.run({ ...request, domain: 'one', entry });
        for (const domain of ['one', 'two']) {
          const result = await sandboxes.run({ ...request, domain, entry: 'look' });
          expect(body(result)).toBe('clean');
          expect(result.response.code).toBe(200);
          expect(result.response.fields).toEqual([]);
        }
      }
    },
  );
});
