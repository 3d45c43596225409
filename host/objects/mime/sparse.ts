/**
 * The structure of a message that is too large to be held: its text comes in pieces, and only what the structure depends
 * on is kept of it, which is what follows its beginning and the lines that begin with two dashes.
 */
import { defaultMimeLimits, type MimeLimits } from './limits.js';
import type { MimePart } from './part.js';
import { estimate, parseStructure } from './structure.js';

/** Bytes that are kept behind a line that may separate parts: the header of the part, and what is nested in it. */
const KEPT = 64 * 1024;
/** Bytes that are kept of one message. Parts behind that are not seen. */
const MOST_KEPT = 64 << 20;
/** The longest beginning of a separating line that says nothing yet, with the line break in front of it. */
const UNDECIDED = 3;

/** A run of bytes that was kept. */
interface Run {
  /** Offset in what was kept. */
  readonly at: number;
  /** Offset in the message. */
  readonly from: number;
  readonly length: number;
}

/** Collects what is kept. */
class Sparse {
  readonly #pieces: Buffer[] = [];
  readonly #runs: Run[] = [];
  #length = 0;
  /** Offset of what was not decided yet, and its bytes. */
  #done = 0;
  #rest: Buffer = Buffer.alloc(0);
  /** Offset up to which is kept at least. */
  #keepTo: number;

  /** @param header bytes of the beginning that are kept */
  constructor(header: number) {
    this.#keepTo = header;
  }

  /** Takes the next piece of the message. */
  push(piece: Uint8Array): void {
    const bytes = Buffer.concat([this.#rest, piece]);
    const decided = Math.max(0, bytes.length - UNDECIDED);
    this.#take(bytes, decided);
    this.#rest = Buffer.from(bytes.subarray(decided));
  }

  #take(bytes: Buffer, decided: number): void {
    const base = this.#done;
    let from = 0;
    for (let at = bytes.indexOf('\n--'); at >= 0 && at <= decided; at = bytes.indexOf('\n--', at + 1)) {
      // with the line break in front of it, which belongs to no part
      const start = Math.max(from, at - 1);
      if (base + start > this.#keepTo) {
        this.#keep(bytes, from, this.#keepTo - base);
        from = start;
      }
      this.#keepTo = Math.max(this.#keepTo, base + at + KEPT);
    }
    this.#keep(bytes, from, Math.min(decided, this.#keepTo - base));
    this.#done += decided;
  }

  #keep(bytes: Buffer, from: number, to: number): void {
    if (to <= from || this.#length >= MOST_KEPT) return;
    const kept = Buffer.from(bytes.subarray(from, to));
    this.#pieces.push(kept);
    this.#runs.push({ at: this.#length, from: this.#done + from, length: kept.length });
    this.#length += kept.length;
  }

  /** Ends it: the structure, with the offsets of the message. */
  structure(limits: MimeLimits): MimePart {
    this.#take(this.#rest, this.#rest.length);
    const size = this.#done;
    const text = Buffer.concat(this.#pieces);
    this.#pieces.length = 0;
    /** The run that an offset is in; at the border of two the earlier one when `isStart`. */
    const runAt = (offset: number, isStart: boolean): Run | undefined => {
      let low = 0;
      let high = this.#runs.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        const { at } = this.#runs[middle] as Run;
        if (at < offset || (at === offset && !isStart)) low = middle + 1;
        else high = middle;
      }
      return this.#runs[Math.max(0, low - 1)];
    };
    const real = (offset: number, isStart: boolean): number => {
      if (!isStart && offset === text.length) return size;
      const run = runAt(offset, isStart);
      return run === undefined ? 0 : run.from + offset - run.at;
    };
    const placed = (part: MimePart): MimePart => {
      const bodyStart = real(part.bodyStart, true);
      const bodyEnd = Math.max(bodyStart, real(part.bodyEnd, false));
      return {
        ...part,
        headerStart: real(part.headerStart, true),
        bodyStart,
        bodyEnd,
        estimatedSize: estimate(part.encoding, bodyEnd - bodyStart),
        parts: part.parts.map(placed),
      };
    };
    return placed(parseStructure(text, limits));
  }
}

/** The structure of a message that comes in pieces, as `parseStructure` finds it in the whole. */
export async function parseSparse(
  source: AsyncIterable<Uint8Array>,
  limits: MimeLimits = defaultMimeLimits,
): Promise<MimePart> {
  const sparse = new Sparse(limits.headerBytes);
  for await (const piece of source) sparse.push(piece);
  return sparse.structure(limits);
}
