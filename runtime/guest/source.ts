/** What the engine evaluates first: the bundled prelude and the table of built-ins that the host answers. */
import { BUILTINS } from '../../stdlib/declarations/index.js';

/** Numbers of built-ins beyond the table, which only a host with procedures of its own has. */
export const EXTRA_OPS = 100_000;

/** Which built-ins the guest calls through the host, or waits for by number. */
function stubTable(extra: readonly string[]): readonly (readonly [string, number, number])[] {
  const more = extra.map((name, i) => [name.toLowerCase(), EXTRA_OPS + i, -1] as const);
  const table = BUILTINS.filter(({ place }) => place !== 'guest' && place !== 'wait').map(
    ({ lowerName, op, maxArgs }) => [lowerName, op, maxArgs ?? -1] as const,
  );
  return [...table, ...more];
}

/** Between the pieces of `dist/prelude.js`, see `bundle.mjs`. */
const SEPARATOR = '\n//--\n';

/**
 * The pieces of the prelude: functions of the table of exports, to be evaluated and called one after the other. The
 * last one exports `boot`, which takes the host function and gives the functions of the kernel.
 * @param bundle text of `dist/prelude.js`
 * @param extra names of built-ins beyond the table, answered by the environment at once
 */
export function preludePieces(bundle: string, extra: readonly string[] = []): string[] {
  const stubs = JSON.stringify(stubTable(extra));
  return [
    ...bundle.split(SEPARATOR),
    `(function($m){const{boot}=$m[$m.length-1];$m.push({boot:h=>boot(h,${stubs})})})`,
  ];
}
