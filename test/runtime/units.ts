/** Units written by hand, in the form that the compilers emit (docs/architecture.md section 3). */

import type { LinkedPage, LinkedProgram } from '../../compiler/index.js';
import { PositionMapBuilder } from '../../compiler/text/index.js';
import type { Plan } from '../../stdlib/wssp/plan.js';

const WAITS = /^\s*function\s*\*/;

const paramsOf = (body: string): number =>
  /\(([^)]*)\)/
    .exec(body)?.[1]
    ?.split(',')
    .filter(name => name.trim() !== '').length ?? 0;

let count = 0;

/**
 * A program of one file.
 * @param entries texts of function expressions by name; generator functions wait
 */
export function program(
  entries: Readonly<Record<string, string>>,
  {
    file = 'test.wcgp',
    functions = {},
  }: { file?: string; functions?: Readonly<Record<string, string>> } = {},
): LinkedProgram {
  const map = new PositionMapBuilder();
  const number = map.file(file);
  const lines = ['(function($){"use strict";const s={'];
  const add = (kind: string, bodies: Readonly<Record<string, string>>): void => {
    for (const [name, body] of Object.entries(bodies)) {
      map.scope(lines.length + 1, name);
      body.split('\n').forEach((line, i) => {
        const head =
          i === 0 ? `${name}:{kind:"${kind}",params:${paramsOf(body)},waits:${WAITS.test(body)},call:` : '';
        lines.push(head + line);
        map.add(lines.length, 1, number, { line: lines.length, column: 1 });
      });
      lines[lines.length - 1] += '},';
    }
  };
  add('entry', entries);
  add('function', functions);
  lines.push(`};return {sections:{${JSON.stringify(file)}:s}};})`);
  return {
    id: `unit ${++count}`,
    js: lines.join('\n'),
    map: map.build(),
    entries: Object.fromEntries(
      Object.entries(entries).map(([name, body]) => [name, { waits: WAITS.test(body) }]),
    ),
    files: [file],
    externals: [],
    dynamic: false,
    pages: [],
  } as unknown as LinkedProgram;
}

/** A page of one file: the body of its function, and its plan. */
export function page(file: string, body: string, plan: Plan['files'][string]): LinkedPage {
  return {
    id: `unit ${++count}`,
    js: `(function($){"use strict";const P=$.page;return {__proto__:null,${JSON.stringify(file)}:function(p,out,s,a){${body}}};})`,
    map: new PositionMapBuilder().build(),
    plan: { entry: file, files: { [file]: plan } },
    files: [file],
    uses: [],
    dynamic: true,
  };
}
