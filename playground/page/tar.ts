/** Reads and writes tar archives: the form in which skins are moved between servers. */

import type { FileTable } from './workers/protocol.js';
import { MOST_BYTES, MOST_FILES } from './workspace.js';

const BLOCK = 512;

export class BadArchive extends Error {}

const encoder = new TextEncoder();

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}

function header(name: string, size: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (text: string, at: number): void => block.set(encoder.encode(text), at);
  put(name, 0);
  put(octal(0o644, 8), 100);
  put(octal(0, 8), 108);
  put(octal(0, 8), 116);
  put(octal(size, 12), 124);
  put(octal(0, 12), 136);
  put('        ', 148);
  put('0', 156);
  put('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** Files as an archive. */
export function writeTar(files: FileTable): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for (const [name, content] of Object.entries(files)) {
    if (encoder.encode(name).length > 100)
      throw new BadArchive(`The name ${name} is too long for an archive.`);
    const bytes = typeof content === 'string' ? encoder.encode(content) : content;
    parts.push(header(name, bytes.length), bytes, new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK));
  }
  parts.push(new Uint8Array(2 * BLOCK));
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const isText = (bytes: Uint8Array): boolean => {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(bytes).includes('\0');
  } catch {
    return false;
  }
};

/** Files of an archive, by their names without folders. Throws `BadArchive`. */
export function readTar(archive: Uint8Array): FileTable {
  const files: Record<string, string | Uint8Array> = {};
  let size = 0;
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const block = archive.subarray(at, at + BLOCK);
    if (block.every(byte => byte === 0)) break;
    const text = (from: number, length: number): string =>
      new TextDecoder().decode(block.subarray(from, from + length)).replace(/\0[\s\S]*$/, '');
    const sum = block.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
    if (Number.parseInt(text(148, 8), 8) !== sum)
      throw new BadArchive('This is no tar archive, or it is damaged.');
    const length = Number.parseInt(text(124, 12).trim() || '0', 8);
    if (!(length >= 0) || at + BLOCK + length > archive.length)
      throw new BadArchive('The archive ends too early.');
    const content = archive.slice(at + BLOCK, at + BLOCK + length);
    const name = text(0, 100).replace(/^.*\//, '');
    const type = text(156, 1);
    if ((type === '0' || type === '') && name !== '') {
      size += length;
      if (size > MOST_BYTES || Object.keys(files).length >= MOST_FILES)
        throw new BadArchive('The archive is too large.');
      files[name] = isText(content) ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(content) : content;
    }
    at += BLOCK + Math.ceil(length / BLOCK) * BLOCK;
  }
  if (Object.keys(files).length === 0) throw new BadArchive('The archive holds no files.');
  return files;
}
