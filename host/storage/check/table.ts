/**
 * LevelDB does not look at the checksums of its tables when it reads. This does: footer (the last 48 bytes: places of
 * the meta index and the index, a magic number), index (its entries tell the places of the data blocks), and every
 * block (contents, a byte for the compression, the checksum of both).
 */
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../errors.js';
import { maskedCrc } from './crc32c.js';
import { readUint32 } from './log.js';
import { unsnappy } from './snappy.js';

const FOOTER = 48;
const TRAILER = 5;
const MAGIC = 'db4775248b80fb57';
const MAX_BLOCK = 1 << 28;
const PLAIN = 0;
const SNAPPY = 1;

interface Place {
  readonly at: number;
  readonly size: number;
}

/** Looks at all tables of a database folder; one text for each damaged one. */
export async function checkTables(folder: string): Promise<string[]> {
  const problems: string[] = [];
  for (const name of await fs.readdir(folder)) {
    if (!/\.(ldb|sst)$/.test(name)) continue;
    const path = join(folder, name);
    try {
      // a table that is being written has no footer yet; one that is not used any more may vanish
      const before = (await fs.stat(path)).mtimeMs;
      const wrong = damageInTable(await fs.readFile(path));
      if (wrong !== null && (await fs.stat(path)).mtimeMs === before)
        problems.push(`the table ${name}: ${wrong}`);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  }
  return problems;
}

/** What is wrong with a table, null if nothing is. */
export function damageInTable(bytes: Buffer): string | null {
  const footer = bytes.length - FOOTER;
  if (footer < 0 || bytes.toString('hex', bytes.length - 8) !== reversed(MAGIC)) return 'it has no footer';
  const reader = new Places(bytes.subarray(footer));
  const meta = reader.place();
  const index = reader.place();
  if (meta === null || index === null) return 'its footer is damaged';
  for (const place of [meta, index])
    if (!isWhole(bytes, place, footer)) return `the block at ${place.at} is damaged`;
  const entries = contents(bytes, index);
  const places = entries === null ? null : placesOf(entries);
  if (places === null) return 'its index is damaged';
  for (const place of places)
    if (!isWhole(bytes, place, footer)) return `the block at ${place.at} is damaged`;
  return null;
}

function reversed(hex: string): string {
  return Buffer.from(hex, 'hex').reverse().toString('hex');
}

function isWhole(bytes: Buffer, { at, size }: Place, limit: number): boolean {
  const end = at + size;
  return end + TRAILER <= limit && readUint32(bytes, end + 1) === maskedCrc(bytes, at, end + 1);
}

function contents(bytes: Buffer, { at, size }: Place): Uint8Array | null {
  const raw = bytes.subarray(at, at + size);
  const compression = bytes[at + size];
  if (compression === SNAPPY) return unsnappy(raw, MAX_BLOCK);
  return compression === PLAIN ? raw : null;
}

/** The places in an index block: entries (shared, own and value size, own key bytes, value), then restart points. */
function placesOf(block: Uint8Array): Place[] | null {
  if (block.length < 4) return null;
  const end = block.length - 4 - 4 * readUint32(block, block.length - 4);
  if (end < 0) return null;
  const reader = new Places(block.subarray(0, end));
  const places: Place[] = [];
  while (!reader.atEnd) {
    reader.varint();
    const own = reader.varint();
    const size = reader.varint();
    if (own === null || size === null || !reader.skip(own)) return null;
    const place = reader.place();
    if (place === null) return null;
    places.push(place);
  }
  return places;
}

class Places {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  skip(count: number): boolean {
    this.#at += count;
    return this.#at <= this.#bytes.length;
  }

  varint(): number | null {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) return null;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    return null;
  }

  place(): Place | null {
    const at = this.varint();
    const size = this.varint();
    return at === null || size === null ? null : { at, size };
  }
}
