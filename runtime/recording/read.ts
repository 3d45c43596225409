/** A recording as what a replay needs. Its content is not trusted: it says what runs, not what it may do. */
import type { Plain } from '../environment.js';
import { ProgramException } from '../errors/failure.js';
import type { Unit } from '../image/unit.js';
import { DEFAULT_LIMITS, type Limits } from '../limits.js';
import type { Entry } from '../worker/bridge.js';
import { openRecording } from './file.js';

export interface Recording {
  readonly beginning: {
    readonly what: 'run' | 'render';
    readonly entry: string;
    readonly argument: Uint8Array | null;
    readonly session: Uint8Array | null;
    readonly isTask: boolean;
    readonly id: number;
    readonly limits: Limits;
  };
  readonly units: Unit[];
  readonly loaded: (Unit | null)[];
  readonly entries: Entry[];
}

type PlainRecord = { readonly [key: string]: Plain };

/** No recording may ask for more than this. */
const MOST: Limits = {
  ...DEFAULT_LIMITS,
  memory: 2 ** 30,
  cpuMs: 60_000,
  wallMs: 600_000,
  hostCalls: 2 ** 31,
};

const bad = (what: string): never => {
  throw new ProgramException('bad-recording', what);
};

/** Throws `bad-recording`. */
export function readRecording(file: Uint8Array): Recording {
  const { beginning, units, loaded, entries } = record(openRecording(file));
  const begin = record(beginning);
  return {
    beginning: {
      what: begin.what === 'render' ? 'render' : 'run',
      entry: text(begin.entry),
      argument: bytes(begin.argument),
      session: bytes(begin.session),
      isTask: begin.isTask === true,
      id: number(begin.id),
      limits: limits(record(begin.limits)),
    },
    units: list(units).map(unit),
    loaded: list(loaded).map(item => (item === null ? null : unit(item))),
    entries: list(entries).map(entry),
  };
}

function entry(plain: Plain): Entry {
  const [what, value, args] = list(plain);
  return typeof value === 'string'
    ? [text(what), value, list(args).map(text)]
    : [text(what), bytes(value) ?? bad('an answer is missing')];
}

function unit(plain: Plain): Unit {
  const item = record(plain);
  const map = record(item.map);
  const isSound =
    typeof item.id === 'string' &&
    typeof item.js === 'string' &&
    map.data instanceof Uint8Array &&
    map.scopes instanceof Uint8Array;
  list(map.files).map(text);
  list(map.names).map(text);
  list(item.files).map(text);
  return isSound ? (item as unknown as Unit) : bad('a unit is damaged');
}

function limits(plain: PlainRecord): Limits {
  const entries = Object.entries(MOST).map(([name, most]) => [
    name,
    Math.min(most, Math.max(0, number(plain[name]))),
  ]);
  return Object.fromEntries(entries) as unknown as Limits;
}

function record(plain: Plain): PlainRecord {
  const isRecord =
    typeof plain === 'object' && plain !== null && !Array.isArray(plain) && !(plain instanceof Uint8Array);
  return isRecord ? (plain as PlainRecord) : bad('a part is missing');
}

const list = (plain: Plain): readonly Plain[] => (Array.isArray(plain) ? plain : bad('a list is missing'));
const text = (plain: Plain): string => (typeof plain === 'string' ? plain : bad('a text is missing'));
const number = (plain: Plain): number =>
  typeof plain === 'number' && Number.isFinite(plain) ? plain : bad('a number is missing');
const bytes = (plain: Plain): Uint8Array | null => (plain instanceof Uint8Array ? plain : null);
