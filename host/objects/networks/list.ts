/** Network address lists (admin.md 8): lines of addresses and ranges; `!` takes out of what the lines before have built. */

import { canonicalAddress } from '../../../stdlib/data/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';

interface Line {
  readonly isIn: boolean;
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** A list that was read; addresses are asked for. */
export interface NetworkList {
  contains(address: string): boolean;
}

const MAX_LINES = 20_000;
/** Answers that are remembered. */
const MAX_KNOWN = 5000;

/** Reads a list; refuses with `illegal-value` and the number of the first malformed line. */
export function parseNetworkList(text: Bytes): NetworkList {
  const rows = text.split(/\r\n|\r|\n/);
  if (rows.length > MAX_LINES) throw new PosternError('too-large');
  const lines: Line[] = [];
  for (const [index, row] of rows.entries()) {
    const body = row.replace(/;.*$/, '').trim();
    if (body === '') continue;
    const line = parseLine(body);
    if (line === null) throw new PosternError('illegal-value', { args: [`line ${index + 1}`] });
    lines.push(line);
  }
  const known = new Map<string, boolean>();
  return {
    contains(address) {
      const before = known.get(address);
      if (before !== undefined) return before;
      const found = lookUp(lines, address);
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(address, found);
      return found;
    },
  };
}

/** The sign of the last line that covers the address. */
function lookUp(lines: readonly Line[], address: string): boolean {
  const number = addressNumber(address);
  if (number === null) return false;
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i];
    if (line === undefined || line.family !== number.family) continue;
    if (number.value >= line.first && number.value <= line.last) return line.isIn;
  }
  return false;
}

function parseLine(body: string): Line | null {
  const isIn = !body.startsWith('!');
  const text = isIn ? body : body.slice(1).trim();
  const bits = /^(\S+)\/(\d{1,3})$/.exec(text);
  if (bits !== null) return block(isIn, bits[1] as string, Number(bits[2]));
  const [from, to, ...more] = text.split('-').map(part => part.trim());
  const first = addressNumber(from ?? '');
  const last = to === undefined ? first : addressNumber(to);
  if (first === null || last === null || more.length > 0) return null;
  if (first.family !== last.family || first.value > last.value) return null;
  return { isIn, family: first.family, first: first.value, last: last.value };
}

function block(isIn: boolean, address: string, bits: number): Line | null {
  const base = addressNumber(address);
  const size = base?.family === 4 ? 32 : 128;
  if (base === null || bits > size) return null;
  const mask = (1n << BigInt(size - bits)) - 1n;
  const first = base.value & ~mask;
  return { isIn, family: base.family, first, last: first | mask };
}

/** An address as a number; IPv4 addresses inside IPv6 are IPv4. */
function addressNumber(raw: string): { readonly family: 4 | 6; readonly value: bigint } | null {
  const address = canonicalAddress(raw.replace(/^\[(.*)\]$/, '$1'));
  if (address === null) return null;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  if (!mapped.includes(':')) {
    return { family: 4, value: mapped.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) };
  }
  const [head, tail] = address.split('::');
  const left = groupsOf(head ?? '');
  const right = groupsOf(tail ?? '');
  const middle =
    tail === undefined ? [] : Array<bigint>(Math.max(0, 8 - left.length - right.length)).fill(0n);
  const groups = [...left, ...middle, ...right];
  if (groups.length !== 8) return null;
  return { family: 6, value: groups.reduce((sum, group) => (sum << 16n) | group, 0n) };
}

function groupsOf(text: string): bigint[] {
  return text
    .split(':')
    .filter(part => part !== '')
    .flatMap(part => {
      if (!part.includes('.')) return [BigInt(`0x${part}`)];
      const bytes = part.split('.').map(BigInt);
      return [((bytes[0] ?? 0n) << 8n) | (bytes[1] ?? 0n), ((bytes[2] ?? 0n) << 8n) | (bytes[3] ?? 0n)];
    });
}
