/**
 * The change log: one record for each change, under its number (8 bytes big-endian, so that the order is the
 * number's). A record is its time (float64), topic and subject as one key tuple behind its length, then the data.
 */
import { ChangesTrimmed, StorageDamaged } from './errors.js';
import { latin1, unkey } from './keys.js';
import { type Level, readError, Space, spaceRange, type Write } from './level.js';
import { mergedRange } from './merge.js';
import type { NewChange } from './tx.js';
import type { Change } from './types.js';

const NO_PATCHES = new Map<string, never>();
/** Records removed with one group. */
const TRIM_BATCH = 1000;

export class ChangeLog {
  /** The oldest kept number; one more than `last` if there is none. */
  first: number;
  /** The last number given out. */
  last: number;
  /** The last number on disk. */
  synced: number;
  readonly #keep: number;
  readonly #keepMs: number;
  readonly #level: Level;
  /** Time of the oldest kept change that is known. */
  #oldest = Number.NEGATIVE_INFINITY;

  private constructor(level: Level, first: number, last: number, keep: number, keepMs: number) {
    this.#level = level;
    this.first = first;
    this.last = last;
    this.synced = last;
    this.#keep = Math.max(1, keep);
    this.#keepMs = keepMs;
  }

  static async open(level: Level, keep: number, keepMs: number): Promise<ChangeLog> {
    const [first] = await level.keys({ ...spaceRange(Space.Changes), limit: 1 }).all();
    const [last] = await level.keys({ ...spaceRange(Space.Changes), limit: 1, reverse: true }).all();
    if (first === undefined || last === undefined) return new ChangeLog(level, 1, 0, keep, keepMs);
    return new ChangeLog(level, seqOf(first), seqOf(last), keep, keepMs);
  }

  /** Gives the changes of a transaction their numbers, and adds their records to its writes. */
  append(changes: readonly NewChange[], time: number, writes: Write[]): Change[] {
    return changes.map(change => {
      const seq = ++this.last;
      writes.push({ type: 'put', key: changeKey(seq), value: encodeChange(change, time) });
      return { seq, time, topic: change.topic, subject: change.subject, data: change.data };
    });
  }

  /** Synced changes after a number, see `Store.changes`. */
  async *read(after: number, limit: number): AsyncGenerator<Change, void, undefined> {
    if (after + 1 < this.first) throw new ChangesTrimmed(after, this.first);
    const range = { gte: changeKey(after + 1), lt: changeKey(this.synced + 1) };
    let expected = after + 1;
    for await (const entry of mergedRange(this.#level, range, () => NO_PATCHES, { limit })) {
      const change = decodeChange(entry.key, entry.value);
      if (change.seq !== expected) {
        if (expected < this.first) throw new ChangesTrimmed(after, this.first);
        throw new StorageDamaged('damaged', `change ${expected} is missing in the change log`);
      }
      expected++;
      yield change;
    }
  }

  /** Removals of records that need not be kept; the last record always stays, it holds the number. */
  async trim(now: number): Promise<Write[]> {
    const tooMany = this.synced - this.first + 1 - this.#keep;
    const slack = Math.min(TRIM_BATCH, this.#keep >> 2);
    const tooOld = now - this.#keepMs;
    if (tooMany <= slack && this.#oldest >= tooOld) return [];
    const range = { gte: changeKey(this.first), lt: changeKey(this.synced) };
    const writes: Write[] = [];
    this.#oldest = now;
    const iterator = this.#level.iterator({ ...range, limit: TRIM_BATCH });
    try {
      const found = await iterator.nextv(TRIM_BATCH).catch(error => {
        throw readError(error);
      });
      for (const [recordKey, value] of found) {
        const time = timeOf(value);
        if (writes.length >= tooMany && time >= tooOld) {
          this.#oldest = time;
          break;
        }
        writes.push({ type: 'del', key: recordKey });
      }
      if (writes.length === found.length && found.length > 0) this.#oldest = Number.NEGATIVE_INFINITY;
    } finally {
      await iterator.close();
    }
    const last = writes.at(-1);
    if (last !== undefined) this.first = seqOf(last.key) + 1;
    return writes;
  }
}

export function changeKey(seq: number): Uint8Array {
  const out = new Uint8Array(9);
  out[0] = Space.Changes;
  new DataView(out.buffer).setBigUint64(1, BigInt(seq));
  return out;
}

export function seqOf(recordKey: Uint8Array): number {
  if (recordKey.length !== 9) throw new StorageDamaged('damaged', 'a key of the change log is damaged');
  const view = new DataView(recordKey.buffer, recordKey.byteOffset, 9);
  return Number(view.getBigUint64(1));
}

function timeOf(value: Uint8Array): number {
  if (value.length < 12) throw new StorageDamaged('damaged', 'a record of the change log is damaged');
  return new DataView(value.buffer, value.byteOffset, value.length).getFloat64(0);
}

function encodeChange({ head, data }: NewChange, time: number): Uint8Array {
  const out = new Uint8Array(12 + head.length + data.length);
  const view = new DataView(out.buffer);
  view.setFloat64(0, time);
  view.setUint32(8, head.length);
  out.set(head, 12);
  out.set(data, 12 + head.length);
  return out;
}

export function decodeChange(recordKey: Uint8Array, value: Uint8Array): Change {
  const time = timeOf(value);
  const size = new DataView(value.buffer, value.byteOffset, value.length).getUint32(8);
  if (12 + size > value.length) throw new StorageDamaged('damaged', 'a record of the change log is damaged');
  const [topic, ...subject] = unkey(value.subarray(12, 12 + size));
  if (typeof topic !== 'string')
    throw new StorageDamaged('damaged', `a change has no topic: ${latin1(recordKey)}`);
  return { seq: seqOf(recordKey), time, topic, subject, data: value.subarray(12 + size) };
}
