/** Short notation for the tables of built-ins. */
import type { BuiltinDeclaration, Home, Place } from './types.js';

type Extras = Partial<Pick<BuiltinDeclaration, 'alsoPbx' | 'plainPlace'>>;

/** Makes the two row functions of an area: functions and procedures. */
export function area(name: string, home: Home = 'any') {
  const row =
    (kind: 'function' | 'procedure') =>
    (op: number, place: Place, call: string, returns: string, documentation: string, extras: Extras = {}) =>
      declare(name, home, kind, op, place, call, returns, documentation, extras);
  const procedure = row('procedure');
  return {
    fn: row('function'),
    proc: (op: number, place: Place, call: string, documentation: string, extras: Extras = {}) =>
      procedure(op, place, call, '', documentation, extras),
  };
}

/** @param call the name and its parameters: `Name(a, b[, c[, d]])`, `...` for any number more */
function declare(
  areaName: string,
  home: Home,
  kind: 'function' | 'procedure',
  op: number,
  place: Place,
  call: string,
  returns: string,
  documentation: string,
  extras: Extras,
): BuiltinDeclaration {
  const open = call.indexOf('(');
  const name = call.slice(0, open);
  const params = call.slice(open + 1, -1);
  const count = (text: string): number => text.split(',').filter(part => /\w/.test(part)).length;
  return {
    name,
    lowerName: name.toLowerCase(),
    area: areaName,
    kind,
    params,
    minArgs: count(params.split('[')[0] ?? ''),
    maxArgs: params.includes('...') ? null : count(params),
    returns,
    waits: place === 'wait' || place === 'guestwait',
    home,
    alsoPbx: false,
    place,
    plainPlace: null,
    op,
    documentation,
    ...extras,
  };
}
