/** Byte strings (one unit a byte) as bytes of Node, and back. */
import type { Bytes } from '../../stdlib/values/types.js';

/** The bytes of a byte string. */
export const toBuffer = (text: Bytes): Buffer => Buffer.from(text, 'latin1');

/** The byte string of bytes. */
export const toBytes = (bytes: Uint8Array): Bytes => Buffer.from(bytes).toString('latin1');
