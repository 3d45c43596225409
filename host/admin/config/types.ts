/**
 * What a setting is: its type reads the text of the configuration file, its default and documentation feed
 * `postern --help`, docs/operation.md and the error messages, so that the three cannot disagree.
 */
import { printPeriod, printSize, readPeriod, readSize } from './units.js';

/** One setting. `read` gives the value, or a sentence that says what was expected. */
export interface Setting<T> {
  readonly type: string;
  readonly unit: string;
  readonly byDefault: T;
  /** True when the running server takes a new value over at SIGHUP. */
  readonly live: boolean;
  readonly about: string;
  read(text: string): T | Expectation;
  print(value: T): string;
}

/** Why a text was refused. */
export class Expectation {
  constructor(readonly expected: string) {}
}

/** Options that every kind of setting takes. */
export interface Extra {
  readonly live?: boolean;
}

const decimal = /^-?\d{1,15}$/;

/** A whole number between two bounds. */
export function count(
  byDefault: number,
  min: number,
  max: number,
  unit: string,
  about: string,
  extra: Extra = {},
): Setting<number> {
  return {
    type: 'number',
    unit,
    byDefault,
    live: extra.live ?? false,
    about,
    read: text => {
      const value = decimal.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : new Expectation(`a number from ${min} to ${max}`);
    },
    print: String,
  };
}

/** A TCP port; -1 switches the listener off, 0 takes any free port. */
export function port(byDefault: number, about: string): Setting<number> {
  return {
    ...count(byDefault, -1, 65535, 'TCP port', about),
    type: 'port',
  };
}

/** A period, kept in milliseconds. */
export function period(
  byDefault: string,
  min: string,
  max: string,
  about: string,
  extra: Extra = {},
): Setting<number> {
  const least = readPeriod(min) ?? 0;
  const most = readPeriod(max) ?? Number.MAX_SAFE_INTEGER;
  return {
    type: 'period',
    unit: 'ms, s, m, h, d, w',
    byDefault: readPeriod(byDefault) ?? 0,
    live: extra.live ?? false,
    about,
    read: text => {
      const value = readPeriod(text);
      if (value === null) return new Expectation('a period such as 30s, 10m or 8h');
      return value >= least && value <= most ? value : new Expectation(`a period from ${min} to ${max}`);
    },
    print: printPeriod,
  };
}

/** A size, kept in bytes. */
export function size(
  byDefault: string,
  min: string,
  max: string,
  about: string,
  extra: Extra = {},
): Setting<number> {
  const least = readSize(min) ?? 0;
  const most = readSize(max) ?? Number.MAX_SAFE_INTEGER;
  return {
    type: 'size',
    unit: 'bytes, K, M, G',
    byDefault: readSize(byDefault) ?? 0,
    live: extra.live ?? false,
    about,
    read: text => {
      const value = readSize(text);
      if (value === null) return new Expectation('a size such as 4096, 64K or 100M');
      return value >= least && value <= most ? value : new Expectation(`a size from ${min} to ${max}`);
    },
    print: printSize,
  };
}

/** YES or NO. */
export function flag(byDefault: boolean, about: string, extra: Extra = {}): Setting<boolean> {
  return {
    type: 'flag',
    unit: 'YES, NO',
    byDefault,
    live: extra.live ?? false,
    about,
    read: text => {
      const word = text.toUpperCase();
      return word === 'YES' ? true : word === 'NO' ? false : new Expectation('YES or NO');
    },
    print: value => (value ? 'YES' : 'NO'),
  };
}

/** One of a few words, in any letter case. */
export function choice<const W extends string>(
  byDefault: W,
  words: readonly W[],
  about: string,
  extra: Extra = {},
): Setting<W> {
  return {
    type: 'word',
    unit: words.join(', '),
    byDefault,
    live: extra.live ?? false,
    about,
    read: text =>
      words.find(word => word.toLowerCase() === text.toLowerCase()) ??
      new Expectation(`one of ${words.join(', ')}`),
    print: value => value,
  };
}

/** Free text that passes a test. */
export function text(
  byDefault: string,
  unit: string,
  about: string,
  test: (value: string) => string | null = () => null,
  extra: Extra = {},
): Setting<string> {
  return {
    type: 'text',
    unit,
    byDefault,
    live: extra.live ?? false,
    about,
    read: value => {
      const expected = value === '' ? null : test(value);
      return expected === null ? value : new Expectation(expected);
    },
    print: value => JSON.stringify(value),
  };
}
