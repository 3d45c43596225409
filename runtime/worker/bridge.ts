/**
 * The one way in for everything that differs from run to run: results of host calls, answers to waits, clock and
 * randomness. It can write all of it down, and it can give it again instead of asking.
 */
import type { Value } from '../../stdlib/values/types.js';
import { decode } from '../codec/decode.js';
import { Encoder } from '../codec/encode.js';
import type { EdgeLimits } from '../codec/format.js';
import type { Plain } from '../environment.js';
import { ProgramException, toProgramException } from '../errors/failure.js';

/** One thing that came in: what it was, and its encoded value or how it failed. */
export type Entry =
  | readonly [what: string, value: Uint8Array]
  | readonly [what: string, code: string, args: readonly string[]];

/** An answer that nobody can change any more: it is encoded when a recording is made, which most runs never need. */
interface Kept {
  readonly what: string;
  readonly value: null | string | number;
}

const encoder = new Encoder();

/** Results are written down whatever their size: the limits were checked before. */
const ANY: EdgeLimits = { valueBytes: 2 ** 31, valueDepth: 2 ** 16 };

export class Bridge {
  private at = 0;
  private isInside = false;

  private constructor(
    private readonly mode: 'live' | 'record' | 'replay',
    private readonly entries: (Entry | Kept)[],
  ) {}

  static live(record: boolean): Bridge {
    return new Bridge(record ? 'record' : 'live', []);
  }

  static replay(entries: readonly Entry[]): Bridge {
    return new Bridge('replay', [...entries]);
  }

  /** Neither written down nor replayed. */
  get isLive(): boolean {
    return this.mode === 'live';
  }

  get isReplay(): boolean {
    return this.mode === 'replay';
  }

  /** Of a task that a run spawns: it is not part of the recording. */
  forChild(): Bridge {
    return Bridge.live(false);
  }

  /** Asks at once. What is asked while another question is being answered belongs to that one's answer. */
  ask(what: string, produce: () => Value): Value {
    if (this.mode === 'live' || this.isInside) return produce();
    if (this.mode === 'replay') return this.next(what);
    this.isInside = true;
    try {
      const value = produce();
      this.entries.push(
        typeof value === 'object' && value !== null ? [what, encoder.encode(value, ANY)] : { what, value },
      );
      return value;
    } catch (error) {
      const { code, args } = toProgramException(error, what);
      this.entries.push([what, code, args]);
      throw error;
    } finally {
      this.isInside = false;
    }
  }

  /** An answer that came in on its own, encoded. */
  note(what: string, value: Uint8Array): void {
    if (this.mode === 'record') this.entries.push([what, value]);
  }

  /** A failure that came in on its own. */
  noteFailure(what: string, error: ProgramException): void {
    if (this.mode === 'record') this.entries.push([what, error.code, error.args]);
  }

  /** The next thing that was written down, which must be this. Throws what it threw. */
  next(what: string): Value {
    return decode(this.nextBytes(what), ANY);
  }

  nextBytes(what: string): Uint8Array {
    const next = this.entries[this.at++];
    const entry = next === undefined ? undefined : entryOf(next);
    if (entry?.[0] !== what) throw new ProgramException('replay-differs', what, entry?.[0] ?? 'its end');
    if (typeof entry[1] === 'string') throw new ProgramException(entry[1], ...(entry[2] ?? []));
    return entry[1];
  }

  /** For the recording. */
  plain(): Plain {
    return this.entries.map(entry => [...entryOf(entry)]);
  }
}

function entryOf(entry: Entry | Kept): Entry {
  return 'what' in entry ? [entry.what, encoder.encode(entry.value, ANY)] : entry;
}
