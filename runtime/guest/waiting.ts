/** The built-ins that wait and do something in the sandbox before or after (place `guestwait`). */
import { conversionWaits } from '../../stdlib/declarations/conversions.js';
import { dictGet, dictKeys, dictSet } from '../../stdlib/values/dict.js';
import { isArray, isDict } from '../../stdlib/values/is.js';
import type { Bytes, Dict, Value } from '../../stdlib/values/types.js';
import { print } from '../../stdlib/wssp/fields.js';
import { look } from '../../stdlib/wssp/guest/lookup.js';
import { callByName } from './externals.js';
import { fail } from './fail.js';
import type { PageShelf } from './pages.js';
import { INPUT, LONGEST_INPUT, Wait } from './protocol.js';
import { responseOf, type State, varsOf, type Waiting } from './state.js';

type WaitingBuiltin = (...args: Value[]) => Waiting;

/** Numbers of the built-ins that the main thread has a part in. */
export interface WaitOps {
  readonly find: number;
  readonly convert: number;
  readonly executecli: number;
  readonly processwssp: number;
}

/** @param plain the forms of `Find` and `Convert` that do not wait */
export function waitingBuiltins(
  state: State,
  shelf: PageShelf,
  ops: WaitOps,
  plain: Readonly<Record<'find' | 'convert', (...args: Value[]) => Value>>,
): Record<string, WaitingBuiltin> {
  return {
    proccall: (name = null, ...args) => callByName(state, 'procedure', name, args),
    funccall: (name = null, ...args) => callByName(state, 'function', name, args),
    *readinput(seconds = null) {
      const time = typeof seconds === 'number' && seconds > 0 ? Math.min(seconds, LONGEST_INPUT) : 0;
      return yield INPUT - Math.ceil(time);
    },
    *sessiondata() {
      const { task } = state;
      return (task.session ??= yield [Wait.Session]);
    },
    *findwait(object = null, x = null) {
      return isArray(object) ? plain.find(object, x) : yield [ops.find, object, x];
    },
    *convertwait(x = null, format = null) {
      const waits = typeof format === 'string' && conversionWaits(format);
      return waits ? yield [ops.convert, x, format] : plain.convert(x, format);
    },
    *executecli(command = null) {
      const vars = varsOf(state.task);
      const answer = yield [ops.executecli, command];
      const [error = null, output = null] = isArray(answer) ? answer : [answer];
      dictSet(vars, 'executeCLIResult', error === null ? output : null);
      return error;
    },
    *processwssp(page = null, dataset = null) {
      if (typeof page !== 'string' || !isDict(dataset)) return null;
      const { task } = state;
      const elements = yield [ops.processwssp, page];
      if (isDict(elements)) {
        // What the program has set is its own (webapp.md E).
        for (const key of dictKeys(elements)) {
          if (dictGet(dataset, key) === null) dictSet(dataset, key, look(elements, key));
        }
      }
      const file = `${page.toLowerCase()}.wssp`;
      const stream = yield* rendered(shelf, file, dataset);
      const response = responseOf(task);
      response.body = stream;
      response.page = file;
      response.charset = print(look(dataset, 'charset'));
      return null;
    },
  };
}

/** The stream of a page, whatever it takes to load. */
function* rendered(
  shelf: PageShelf,
  file: Bytes,
  dataset: Dict,
): Generator<[number, ...Value[]], Bytes, Value> {
  if (!shelf.has(file) && (yield [Wait.Page, file]) === null) fail('missing-page', file);
  for (;;) {
    const result = shelf.render(file, dataset);
    if ('stream' in result) return result.stream;
    if ((yield [Wait.Page, result.need]) === null) fail('include-missing', result.need);
  }
}
