/** A recording as one file: magic, version, plain data, check value. */
import { sha256 } from '@noble/hashes/sha2.js';
import { decodePlain } from '../codec/plain.js';
import type { Plain } from '../environment.js';
import { ProgramException } from '../errors/failure.js';

/** `PREC` and the version of the layout. */
const MAGIC = Uint8Array.of(0x50, 0x52, 0x45, 0x43, 1);
const CHECK = 16;

const bad = (what: string): never => {
  throw new ProgramException('bad-recording', what);
};

export function sealRecording(content: Uint8Array): Uint8Array {
  const file = new Uint8Array(MAGIC.length + content.length + CHECK);
  file.set(MAGIC);
  file.set(content, MAGIC.length);
  file.set(checkOf(file), MAGIC.length + content.length);
  return file;
}

/** Throws `bad-recording` for anything that `sealRecording` did not make. */
export function openRecording(file: Uint8Array): Plain {
  const end = file.length - CHECK;
  if (end < MAGIC.length || !MAGIC.every((byte, i) => file[i] === byte))
    bad('it is no recording of this version');
  const check = checkOf(file);
  if (!check.every((byte, i) => file[end + i] === byte)) bad('its check value is wrong');
  try {
    return decodePlain(file.subarray(MAGIC.length, end));
  } catch {
    return bad('it is damaged');
  }
}

function checkOf(file: Uint8Array): Uint8Array {
  return sha256(file.subarray(0, file.length - CHECK)).subarray(0, CHECK);
}
