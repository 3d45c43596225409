/**
 * LevelDB drops what it cannot read in its log without a word. This finds it: a record that is damaged with whole
 * batches behind it was acknowledged, because a batch is only written when the one before it is on disk. Damage at
 * the end is a write that a crash cut off: nobody was told of it.
 *
 * The log: blocks of 32 KiB; in them records: checksum (4 bytes, of type and data), size (2), type, data. A batch is
 * one record (FULL) or several (FIRST, MIDDLE, LAST). The end of a block too short for a record is filled with zeros.
 */
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { maskedCrc } from './crc32c.js';

const BLOCK = 32 * 1024;
const HEADER = 7;

enum Type {
  Full = 1,
  First = 2,
  Last = 4,
}

/** Where acknowledged batches are damaged in the logs of a database folder: one text for each log, or that there is none. */
export async function checkLogs(folder: string): Promise<string[]> {
  const problems: string[] = [];
  const logs = (await fs.readdir(folder)).filter(name => name.endsWith('.log'));
  // there is one from the first start on, and the new one is made before the old one goes
  if (logs.length === 0) problems.push('the log is missing');
  for (const name of logs) {
    const at = damageInLog(await fs.readFile(join(folder, name)));
    if (at !== null) problems.push(`the log ${name} is damaged at byte ${at}`);
  }
  return problems;
}

/** The place of the first damage that has a new batch behind it, null if there is none. */
export function damageInLog(bytes: Uint8Array): number | null {
  let damage: number | null = null;
  let at = 0;
  while (at < bytes.length) {
    const left = BLOCK - (at % BLOCK);
    if (left < HEADER) {
      at += left;
      continue;
    }
    const size = wholeRecord(bytes, at);
    if (size === 0) {
      if (damage === null && !isZero(bytes, at)) damage = at;
      at = damage === null ? at + left : at + 1;
      continue;
    }
    const type = bytes[at + 6];
    if (damage !== null && (type === Type.Full || type === Type.First)) return damage;
    at += size;
  }
  return null;
}

/** Size of the record here with its head, 0 if there is no whole one. */
function wholeRecord(bytes: Uint8Array, at: number): number {
  if (at + HEADER > bytes.length) return 0;
  const type = bytes[at + 6] as number;
  const end = at + HEADER + (bytes[at + 4] as number) + (bytes[at + 5] as number) * 256;
  if (type < Type.Full || type > Type.Last || end > bytes.length || end > at - (at % BLOCK) + BLOCK) return 0;
  return readUint32(bytes, at) === maskedCrc(bytes, at + 6, end) ? end - at : 0;
}

/** True if only zeros follow in the block: space taken, but never written. */
function isZero(bytes: Uint8Array, at: number): boolean {
  const end = Math.min(bytes.length, at - (at % BLOCK) + BLOCK);
  for (let i = at; i < end; i++) if (bytes[i] !== 0) return false;
  return true;
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
}
