/** The check of the imports finds what it must find; that the project passes is a check of its own (test/run.mjs). */
import { describe, expect, it } from 'vitest';
import { cycle, importsOf, judge, roomOf } from './edges.mjs';

const problem = (from: string, name: string, target: string | null): string | null =>
  judge(from, { name, line: 7, typeOnly: false }, target);

describe('imports between rooms', () => {
  it.each([
    ['compiler/cgpl/module.ts', 'compiler'],
    ['stdlib/declarations/areas/core.ts', 'stdlib/declarations'],
    ['host/web/app.ts', 'host/web'],
    ['host/nothing/app.ts', undefined],
  ])('%s lies in %s', (path, room) => expect(roomOf(path)).toBe(room));

  it.each([
    ['compiler/a.ts', 'stdlib/declarations/index.ts', true],
    ['compiler/a.ts', 'stdlib/values/types.ts', false],
    ['stdlib/a.ts', 'compiler/index.ts', false],
    ['runtime/a.ts', 'compiler/index.ts', true],
    ['runtime/a.ts', 'host/errors/index.ts', false],
    ['playground/a.ts', 'host/errors/index.ts', false],
    ['host/web/a.ts', 'host/objects/api.ts', true],
    ['host/web/a.ts', 'host/cli/index.ts', false],
    ['host/ximss/a.ts', 'host/web/index.ts', false],
    ['host/web/a.ts', 'host/storage/keys.ts', false],
    ['host/objects/a.ts', 'host/storage/keys.ts', true],
    ['host/objects/a.ts', 'host/builtins/index.ts', false],
    ['host/storage/a.ts', 'host/objects/api.ts', false],
    ['host/server/a.ts', 'host/web/index.ts', true],
    ['host/web/a.ts', 'host/new/index.ts', false],
  ])('%s to %s: %s', (from, target, allowed) => {
    const found = problem(from, './x.js', target);
    if (allowed) expect(found).toBeNull();
    else expect(found).toContain(`${from}:7: imports ./x.js`);
  });

  it('keep Node out of what runs in a browser', () => {
    expect(problem('compiler/a.ts', 'node:fs', null)).toContain('node:fs');
    expect(problem('runtime/worker/a.ts', 'path', null)).toContain('path');
    expect(problem('runtime/node/a.ts', 'node:fs', null)).toBeNull();
    expect(problem('host/web/a.ts', 'node:fs', null)).toBeNull();
    expect(problem('compiler/a.ts', 'chevrotain', null)).toBeNull();
  });

  it('are found in every form', () => {
    const source = `import a from './a.js';\nimport type { B } from './b.js';\nimport { type C } from './c.js';
export * from './d.js';\nconst e = await import('./e.js');\ntype F = import('./f.js').F;\nimport './g.js';`;
    expect(importsOf('x.ts', source).map(({ name, line, typeOnly }) => [name, line, typeOnly])).toEqual([
      ['./a.js', 1, false],
      ['./b.js', 2, true],
      ['./c.js', 3, true],
      ['./d.js', 4, false],
      ['./e.js', 5, false],
      ['./f.js', 6, true],
      ['./g.js', 7, false],
    ]);
  });

  it('have no cycle', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ]);
    expect(cycle(graph)).toEqual(['b', 'c', 'b']);
    graph.set('c', []);
    expect(cycle(graph)).toBeNull();
  });
});
