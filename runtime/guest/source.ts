/** What the engine evaluates first: the bundled prelude and the table of built-ins that the host answers. */
import { BUILTINS } from '../../stdlib/declarations/index.js';

/** Which built-ins the guest calls through the host, or waits for by number. */
function stubTable(): readonly (readonly [string, number, number])[] {
  return BUILTINS.filter(({ place }) => place !== 'guest' && place !== 'wait').map(
    ({ lowerName, op, maxArgs }) => [lowerName, op, maxArgs ?? -1],
  );
}

/** Between the pieces of `dist/prelude.js`, see `bundle.mjs`. */
const SEPARATOR = '\n//--\n';

/**
 * The pieces of the prelude: functions of the table of exports, to be evaluated and called one after the other. The
 * last one exports `boot`, which takes the host function and gives the functions of the kernel.
 * @param bundle text of `dist/prelude.js`
 */
export function preludePieces(bundle: string): string[] {
  const stubs = JSON.stringify(stubTable());
  return [
    ...bundle.split(SEPARATOR),
    `(function($m){const{boot}=$m[$m.length-1];$m.push({boot:h=>boot(h,${stubs})})})`,
  ];
}
