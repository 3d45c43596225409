import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkPage } from '../../compiler/wssp/link.js';
import type { RunRequest, RunResult, Sandboxes, WorkerEnvironment } from '../../runtime/index.js';
import { limitsWith } from '../../runtime/limits.js';
import { createNodeSandbox } from '../../runtime/node/index.js';
import { dictOf } from '../../stdlib/values/dict.js';
import type { Value } from '../../stdlib/values/types.js';
import { page, program } from './units.js';

const environment: WorkerEnvironment<{ who: string }> = {
  name: 'test',
  context: input => ({ who: String((input as { who?: string } | null)?.who ?? '') }),
  ops: {
    myemail: ({ who }) => who,
    getlanguage: () => null,
    randomnumber: () => Math.floor(Math.random() * 1e9),
  },
  update: (context, patch) => {
    context.who = String(patch);
  },
};

const text = (result: RunResult): string => Buffer.from(result.response.body ?? []).toString('latin1');

for (const plainEngine of [false, true]) {
  describe(plainEngine ? 'documented engine interface' : 'direct engine', () => {
    let sandbox: Sandboxes;
    beforeAll(async () => {
      sandbox = await createNodeSandbox({ plainEngine, environments: [environment as WorkerEnvironment] });
    });
    afterAll(() => sandbox.close());

    const run = (unit: RunRequest['unit'], rest: Partial<RunRequest> = {}): Promise<RunResult> =>
      sandbox.run({ domain: 'd', unit, entry: 'Main', environment: 'test', wait: () => null, ...rest });

    it('runs a plain entry and gives its response', async () => {
      const unit = program({
        main: 'function(){ $.b.sethttpresponsedata("n=" + $.add(1, 2)); $.b.sethttpresponsecode("201-made"); $.b.addhttpresponsefield("X-A", "b"); }',
      });
      const result = await run(unit);
      expect(result).toMatchObject({
        outcome: 'finished',
        response: {
          isSet: true,
          code: 201,
          reason: 'made',
          fields: [['X-A', 'b']],
          defaultType: 'text/html; charset=utf-8',
        },
      });
      expect(text(result)).toBe('n=3');
    });

    it.each([
      ['text', '', 'text/html; charset=utf-8', 200],
      ['text', '$.b.sethttpresponsedata("first");', 'text/html; charset=utf-8', 200],
      ['text', '$.b.sethttpresponsedata({kind: 3, bytes: "a"});', 'text/html; charset=utf-8', 200],
      ['\xe4\x01', '', 'text/html; charset=utf-8', 200],
      ['', '', 'text/html; charset=utf-8', 200],
      ['text', '$.b.sethttpresponsecode(404);', 'text/html; charset=utf-8', 404],
    ])('gives the text %j after %j', async (body, before, defaultType, code) => {
      const unit = program({
        main: `function(){ ${before} $.b.sethttpresponsedata(${JSON.stringify(body)}); }`,
      });
      const result = await run(unit);
      expect(result.response).toMatchObject({ isSet: true, code, reason: null, type: null, defaultType });
      expect(text(result)).toBe(body);
      expect(result.usage.outputBytes).toBe(body.length);
    });

    it('gives no more text than allowed', async () => {
      const unit = program({ main: 'function(){ $.b.sethttpresponsedata("x".repeat(1001)); }' });
      const { error, response } = await run(unit, { limits: { outputBytes: 1000 } });
      expect(error?.code).toBe('output-limit');
      expect(response.isSet).toBe(false);
    });

    it('says when nothing was set', async () => {
      expect((await run(program({ main: 'function(){}' }))).response.isSet).toBe(false);
    });

    it('starts every run from the same state', async () => {
      const unit = program({
        main: 'function(){ $.n = ($.n || 0) + 1; $.b.sethttpresponsedata("" + $.n); }',
      });
      for (let i = 0; i < 3; i++) expect(text(await run(unit))).toBe('1');
    });

    it('carries all bytes of strings and datablocks', async () => {
      const unit = program({
        main: 'function*(){ const x = yield [188, "a\\x01\\xff"]; $.b.sethttpresponsedata(x); }',
      });
      const all = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).join('');
      const seen: Value[][] = [];
      const result = await run(unit, {
        wait: (_name, args) => {
          seen.push(args);
          return { kind: 3, bytes: all } as Value;
        },
      });
      expect(result.error).toBeUndefined();
      expect(seen).toEqual([['a\x01\xff']]);
      expect(text(result)).toBe(all);
    });

    it('calls synchronous built-ins of the environment with the context of the run', async () => {
      const unit = program({ main: 'function(){ $.b.sethttpresponsedata($.b.myemail()); }' });
      expect(text(await run(unit, { input: { who: 'a@b.c' } }))).toBe('a@b.c');
    });

    it('lets wait handlers change the context', async () => {
      const unit = program({
        main: 'function*(){ yield [92, "x"]; $.b.sethttpresponsedata($.b.myemail()); }',
      });
      const result = await run(unit, {
        input: { who: 'a' },
        wait: (name, args, handle) => {
          expect(name).toBe('impersonate');
          handle.update(String(args[0]));
          return null;
        },
      });
      expect(text(result)).toBe('x');
    });

    it('serves others while one waits', async () => {
      const unit = program({ main: 'function*(){ $.b.sethttpresponsedata(yield [92, "slow"]); }' });
      let release: (value: Value) => void = () => undefined;
      const slow = run(unit, { wait: () => new Promise<Value>(resolve => (release = resolve)) });
      const quick = await run(unit, { wait: () => 'quick' });
      expect(text(quick)).toBe('quick');
      release('slow');
      expect(text(await slow)).toBe('slow');
    });

    it('turns exceptions into coded failures with places', async () => {
      const unit = program({
        main: 'function(){\n  inner();\n  function inner(){\n    $.fail("bad-key", "a number"); } }',
      });
      const { error, response } = await run(unit, { source: () => 'one\ntwo\nthree\nfour\nfive' });
      expect(error).toMatchObject({
        code: 'bad-key',
        number: 674,
        message: 'a key must be a string, not a number',
        status: 500,
      });
      expect(error?.frames.map(({ line }) => line)).toEqual([5, 3]);
      expect(error?.frame).toContain('> 5 | five');
      expect(response.isSet).toBe(false);
    });

    it('knows its own codes', async () => {
      const cases: [string, string][] = [
        ['missing-entry', 'function(){ }'],
        ['missing-op', 'function(){ $.b.getcharset; $.b.gethttpquery(); }'],
        ['host-failure', 'function*(){ yield [92, "x"]; }'],
        ['bad-unit', 'function(){ )'],
      ];
      for (const [code, body] of cases) {
        const { error } = await run(program({ [code === 'missing-entry' ? 'other' : 'main']: body }), {
          wait: () => {
            throw new Error('broken');
          },
        });
        expect(error?.code).toBe(code);
      }
      expect((await run(program({ main: 'function(){}' }), { environment: 'none' })).error?.code).toBe(
        'missing-environment',
      );
    });

    it('ends normally at stop', async () => {
      const unit = program({
        main: 'function*(){ $.b.sethttpresponsedata("out"); yield [92, ""]; throw $.stop; }',
      });
      expect(text(await run(unit))).toBe('out');
    });

    it('hands the session dataset over and back', async () => {
      const unit = program({
        main: 'function*(){ const s = yield* $.b.sessiondata(); $.setKey(s, "n", $.add($.key(s, "n"), 1)); }',
      });
      const { session, error } = await run(unit, { session: dictOf([['n', 41]]) });
      expect(error).toBeUndefined();
      expect(session).toMatchObject({ entries: { n: 42 } });
    });

    it('leaves the result of ExecuteCLI in Vars', async () => {
      const unit = program({
        main: 'function*(){ const e = yield* $.b.executecli("LISTDOMAINS"); $.b.sethttpresponsedata((e === null ? "ok " : e) + $.key($.b.vars(), "executeCLIResult")); }',
      });
      expect(text(await run(unit, { wait: () => [null, 'list'] }))).toBe('ok list');
      expect(text(await run(unit, { wait: () => ['no right', null] }))).toBe('no rightnull');
    });

    it('loads externals at the first call and learns them', async () => {
      const unit = program({
        main: 'function*(){ $.b.sethttpresponsedata("" + (yield* $.b.funccall("lib::twice", 21)) + (yield* $.external("lib.wcgi", "twice", "function", 1)(4))); }',
      });
      const lib = program({}, { file: 'lib.wcgi', functions: { twice: 'function(x){ return x * 2; }' } });
      let loads = 0;
      const loadModule = (name: string) => {
        loads++;
        return name === 'lib' ? lib : null;
      };
      for (let i = 0; i < 3; i++) expect(text(await run(unit, { loadModule }))).toBe('428');
      expect(loads).toBe(1);
      expect((await run(unit, { loadModule: () => null, revision: 'other' })).error?.code).toBe(
        'missing-external',
      );
    });

    it('renders a page in a program', async () => {
      const unit = program({
        main: 'function*(){ const d = $.b.newdictionary(); $.setKey(d, "who", "<me>"); yield* $.b.processwssp("Hello", d); }',
      });
      const hello = page('hello.wssp', 'out.push(P.look(p.data,"who"),P.look(p.data,"extra"));', [
        'Hi ',
        [2],
        '/',
        [1],
      ]);
      const result = await run(unit, {
        loadPage: () => hello,
        wait: name => (name === 'processwssp' ? dictOf([['extra', 'E']]) : null),
      });
      expect(result.error).toBeUndefined();
      expect(text(result)).toBe('Hi &lt;me&gt;/E');
      expect(result.response.page).toEqual({ charset: null });
    });

    it('renders pages, and what they include by computed names', async () => {
      const unit = page('a.wssp', 'out.push(P.look(p.data,"x"));P.includeNamed(p,out,"b.wssi",s,a);', [
        '[',
        [2],
        '|',
        [19],
        ']',
      ]);
      const b = page('b.wssi', 'out.push("inner");', [[1]]);
      const request = { domain: 'd', environment: 'test', unit, dataset: dictOf([['x', '&']]) };
      for (let i = 0; i < 2; i++) {
        const result = await sandbox.render({ ...request, loadPage: () => b });
        expect(result.error).toBeUndefined();
        expect(Buffer.from(result.body).toString()).toBe('[&amp;|inner]');
      }
      const missing = await sandbox.render({ ...request, revision: '2', loadPage: () => null });
      expect(missing.error).toMatchObject({
        code: 'include-missing',
        message: 'included file b.wssi does not exist',
      });
    });

    // What is too large or too deep for one piece is written in the sandbox.
    it.each([
      ['in one piece', {}, '"small"'],
      ['too large', { valueBytes: 500 }, '"x".repeat(1000)'],
      ['too deep', { valueDepth: 5 }, '[[[["deep"]]]]'],
    ])('gives the list of a loop: %s', async (_, some, note) => {
      const source = '<!--%%FOREACH r IN rows-->%%HTML:r[].name%% %%r[].a.b|"-"%%;<!--%%ENDFOR-->%%who%%';
      const { page: unit } = linkPage('a.wssp', () => source);
      const main = `function*(){ const d = $.b.newdictionary(), r = $.b.newdictionary(); $.setKey(r, "name", "<1>");
$.setKey(r, "note", ${note}); $.setKey(d, "rows", [r, r]); $.setKey(d, "who", "me"); yield* $.b.processwssp("a", d); $.setKey(r, "name", "late"); }`;
      const result = await run(program({ main }), { loadPage: () => unit, limits: limitsWith(some) });
      expect(result.error).toBeUndefined();
      expect(text(result)).toBe('&lt;1&gt; -;&lt;1&gt; -;me');
    });

    it('replays a recording to the same outcome', async () => {
      const unit = program({
        main: 'function*(){ const a = $.b.randomnumber(), b = yield [92, "q"]; $.b.sethttpresponsedata(a + ":" + b + ":" + $.b.randomnumber()); }',
      });
      const first = await run(unit, { record: true, wait: () => String(Math.random()) });
      expect(first.recording).toBeDefined();
      const again = (await sandbox.replay(first.recording ?? new Uint8Array())) as RunResult;
      expect(again.response).toEqual(first.response);
      expect(again.usage.hostCalls).toBe(first.usage.hostCalls);
      expect(again.usage.outputBytes).toBe(first.usage.outputBytes);
    });
  });
}
