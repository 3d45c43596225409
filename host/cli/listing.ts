/** Long dictionaries that are sent while they are read (LISTACCOUNTS of a large domain). */
import { printCompact } from '../../stdlib/data/index.js';
import { dictSet, newDict } from '../../stdlib/values/dict.js';
import type { Bytes, Dict, Value } from '../../stdlib/values/types.js';

/** Bytes that are gathered before they are sent. */
const CHUNK = 32 * 1024;

/** A dictionary whose pairs come one after another, in key order. */
export class Listing {
  private readonly pairs: AsyncIterator<readonly [Bytes, Value]>;

  private constructor(
    pairs: AsyncIterator<readonly [Bytes, Value]>,
    private readonly first: IteratorResult<readonly [Bytes, Value]>,
  ) {
    this.pairs = pairs;
  }

  /** Reads the first pair: what refuses the command refuses it here. */
  static async of(source: AsyncIterable<readonly [Bytes, Value]>): Promise<Listing> {
    const pairs = source[Symbol.asyncIterator]();
    return new Listing(pairs, await pairs.next());
  }

  private async *all(): AsyncGenerator<readonly [Bytes, Value]> {
    try {
      for (let step = this.first; step.done !== true; step = await this.pairs.next()) yield step.value;
    } finally {
      await this.pairs.return?.();
    }
  }

  /** The compact text in pieces. */
  async *text(): AsyncGenerator<Bytes> {
    let piece = '{';
    for await (const [key, value] of this.all()) {
      piece += `${printCompact(key)}=${printCompact(value)};`;
      if (piece.length < CHUNK) continue;
      yield piece;
      piece = '';
    }
    yield `${piece}}`;
  }

  /** The whole dictionary, for bindings that need the object. */
  async dictionary(): Promise<Dict> {
    const dict = newDict();
    for await (const [key, value] of this.all()) dictSet(dict, key, value);
    return dict;
  }
}

/** Shorter to write in a command. */
export function listing(source: AsyncIterable<readonly [Bytes, Value]>): Promise<Listing> {
  return Listing.of(source);
}
