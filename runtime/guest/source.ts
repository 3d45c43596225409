/** What the engine evaluates first: the bundled prelude and the table of built-ins that the host answers. */
import { BUILTINS } from '../../stdlib/declarations/index.js';

/** Numbers of built-ins beyond the table, which only a host with procedures of its own has. */
export const EXTRA_OPS = 100_000;

/**
 * Which built-ins the guest calls through the host, or waits for by number: `name op most` in turn, joined by
 * spaces; one text, because hundreds of arrays would leave holes in every image.
 */
function stubTable(extra: readonly string[]): string {
  const table = BUILTINS.filter(({ place }) => place === 'host' || place === 'guestwait').map(
    ({ lowerName, op, maxArgs }) => `${lowerName} ${op} ${maxArgs ?? -1}`,
  );
  return [...table, ...extra.map((name, i) => `${name.toLowerCase()} ${EXTRA_OPS + i} -1`)].join(' ');
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
