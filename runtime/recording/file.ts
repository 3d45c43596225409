/**
 * A recording as one file: magic, layout, the version that made it, plain data, check value. A recording holds compiled
 * code and counts the answers of the host, so only the version that made it can be sure to run it again.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { decodePlain } from '../codec/plain.js';
import type { Plain } from '../environment.js';
import { ProgramException } from '../errors/failure.js';
import { VERSION } from '../version.js';

const MAGIC = Uint8Array.of(0x50, 0x52, 0x45, 0x43);
/** Of this file. Whatever later layouts look like: behind it stands the version, its length first. */
const LAYOUT = 2;
const CHECK = 16;
const VERSION_TEXT = /^[\w.+-]{1,40}$/;

const bad = (what: string): never => {
  throw new ProgramException('bad-recording', what);
};

/** @param version another one for tests only */
export function sealRecording(content: Uint8Array, version = VERSION, layout = LAYOUT): Uint8Array {
  const name = new TextEncoder().encode(version);
  const head = MAGIC.length + 2 + name.length;
  const file = new Uint8Array(head + content.length + CHECK);
  file.set(MAGIC);
  file.set([layout, name.length], MAGIC.length);
  file.set(name, MAGIC.length + 2);
  file.set(content, head);
  file.set(checkOf(file), head + content.length);
  return file;
}

/**
 * The version that made a recording; null for what is no recording, `''` for one of before versions were written down.
 */
export function versionOfRecording(file: Uint8Array): string | null {
  if (!MAGIC.every((byte, i) => file[i] === byte)) return null;
  if (file[MAGIC.length] === 1) return '';
  const length = file[MAGIC.length + 1] ?? 0;
  const text = String.fromCharCode(...file.subarray(MAGIC.length + 2, MAGIC.length + 2 + length));
  return VERSION_TEXT.test(text) ? text : null;
}

/**
 * Throws `recording-version` for a recording of another version, `bad-recording` for anything that `sealRecording` did
 * not make.
 */
export function openRecording(file: Uint8Array): Plain {
  const version = versionOfRecording(file);
  const end = file.length - CHECK;
  if (version === null) return bad('it is no recording');
  const isOurs = file[MAGIC.length] === LAYOUT;
  const head = MAGIC.length + 2 + version.length;
  if (isOurs) {
    if (end < head) return bad('it is cut off');
    const check = checkOf(file);
    if (!check.every((byte, i) => file[end + i] === byte)) return bad('its check value is wrong');
  }
  if (!isOurs || version !== VERSION)
    throw new ProgramException('recording-version', version === '' ? 'before 0.1.0' : version, VERSION);
  try {
    return decodePlain(file.subarray(head, end));
  } catch {
    return bad('it is damaged');
  }
}

function checkOf(file: Uint8Array): Uint8Array {
  return sha256(file.subarray(0, file.length - CHECK)).subarray(0, CHECK);
}
