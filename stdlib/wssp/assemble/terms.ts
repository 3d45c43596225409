/** Expressions of the parts that are worked out on the host, as functions. */

import { type Bytes, type Value, YES } from '../../values/types.js';
import { firstNonAscii } from '../../values/utf8.js';
import { PageError } from '../errors.js';
import { ASKING_FUNCTIONS, type PageAnswers } from '../guest/answers.js';
import { pureFunctions } from '../guest/functions.js';
import { at, keyAt, look, lookComputed, lookPlain } from '../guest/lookup.js';
import { type HostExpression, Term } from '../plan.js';

/** Where a part stands while it is worked out. */
export interface Place {
  /** Made for the page when something is asked first. */
  answers(): PageAnswers;
  /** All values that the sandbox gave; those of the part begin at `first`. */
  readonly given: readonly Value[];
  first: number;
  /** The open loops. */
  readonly elements: Value[];
  readonly indices: number[];
  readonly counts: number[];
  readonly keys: (readonly Bytes[] | null)[];
  /** To be called before work that takes time in proportion to its values. May throw. */
  tick(): void;
}

export type ValueOf = (place: Place) => Value;
export type Holds = (place: Place) => boolean;

/** A function that gives the value of an expression. */
export function valueFrom(e: HostExpression): ValueOf {
  switch (e[0]) {
    case Term.Constant: {
      const [, value] = e;
      return () => value;
    }
    case Term.Long: {
      const value: Value = { kind: 1, big: BigInt(e[1]) };
      return () => value;
    }
    case Term.Given: {
      const [, number] = e;
      return place => place.given[place.first + number] ?? null;
    }
    case Term.Element: {
      const [, loop] = e;
      return place => place.elements[loop] ?? null;
    }
    case Term.Index: {
      const [, loop] = e;
      return place => place.indices[loop] ?? null;
    }
    case Term.Key: {
      const [, loop] = e;
      return place => keyAt(place.keys[loop] ?? null, place.indices[loop] ?? -1);
    }
    case Term.Member:
      return member(valueFrom(e[1]), e[2]);
    case Term.Computed: {
      const [base, key] = [valueFrom(e[1]), valueFrom(e[2])];
      return place => lookComputed(base(place), key(place));
    }
    case Term.At: {
      const [base, index] = [valueFrom(e[1]), valueFrom(e[2])];
      return place => at(base(place), index(place));
    }
    case Term.All:
      return chain(e[1], value => value === null);
    case Term.Any:
      return chain(e[1], value => value !== null);
    case Term.Call: {
      const call = callOf(e[1], e[2]);
      return place => call(place) as Value;
    }
    default: {
      const holds = holdsFrom(e);
      return place => (holds(place) ? YES : null);
    }
  }
}

/** A function that tells whether an expression holds as a condition. */
export function holdsFrom(e: HostExpression): Holds {
  switch (e[0]) {
    case Term.IsFirst: {
      const [, loop] = e;
      return place => place.indices[loop] === 0;
    }
    case Term.IsLast: {
      const [, loop] = e;
      return place => place.indices[loop] === (place.counts[loop] ?? 0) - 1;
    }
    case Term.IsEven: {
      const [, loop] = e;
      return place => (place.indices[loop] ?? 1) % 2 === 0;
    }
    case Term.IsHalf: {
      const [, loop] = e;
      return place => place.indices[loop] === ((place.counts[loop] ?? 0) + 1) >> 1;
    }
    case Term.IsIndex: {
      const [, loop] = e;
      const index = valueFrom(e[2]);
      return place => pureFunctions.isIndex(place.indices[loop] ?? -1, index(place));
    }
    case Term.Exists:
      return holdsFrom(e[1]);
    case Term.Missing: {
      const holds = holdsFrom(e[1]);
      return place => !holds(place);
    }
    case Term.All: {
      const operands = e[1].map(holdsFrom);
      return place => operands.every(holds => holds(place));
    }
    case Term.Any: {
      const operands = e[1].map(holdsFrom);
      return place => operands.some(holds => holds(place));
    }
    case Term.Flag: {
      const call = callOf(e[1], e[2]);
      return place => call(place) === true;
    }
    default: {
      const value = valueFrom(e);
      return place => value(place) !== null;
    }
  }
}

function member(base: ValueOf, key: Bytes): ValueOf {
  if (firstNonAscii(key) >= 0) return place => look(base(place), key);
  const folded = key.toLowerCase();
  return place => lookPlain(base(place), key, folded);
}

/** The first value at which the chain stops, else the last one. */
function chain(operands: readonly HostExpression[], stops: (value: Value) => boolean): ValueOf {
  const values = operands.map(valueFrom);
  return place => {
    let last: Value = null;
    for (const value of values) {
      last = value(place);
      if (stops(last)) return last;
    }
    return last;
  };
}

/** Pure functions are called right away, the others through the answers of the page. */
function callOf(name: string, args: readonly HostExpression[]): (place: Place) => unknown {
  const [first, second] = args.map(valueFrom);
  const call = functionNamed(name);
  if (first === undefined) return place => call(place);
  if (second === undefined) return place => call(place, first(place));
  return place => call(place, first(place), second(place));
}

type Call = (place: Place, first?: Value, second?: Value) => unknown;

function functionNamed(name: string): Call {
  if (Object.hasOwn(pureFunctions, name)) {
    const pure = pureFunctions[name as keyof typeof pureFunctions] as (
      ...args: (Value | undefined)[]
    ) => unknown;
    return (place, first, second) => {
      place.tick();
      return pure(first, second);
    };
  }
  const asking = ASKING_FUNCTIONS.find(known => known === name);
  if (asking === undefined) throw new PageError('bad-page-stream');
  return (place, first) => place.answers()[asking](first as Bytes);
}
