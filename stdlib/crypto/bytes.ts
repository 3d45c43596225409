/** Datablocks as the byte arrays of the cipher and digest libraries. */
import type { Bytes } from '../values/types.js';

export function toArray(bytes: Bytes): Uint8Array {
  const array = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) array[i] = bytes.charCodeAt(i);
  return array;
}

export function fromArray(array: Uint8Array): Bytes {
  const parts: string[] = [];
  for (let at = 0; at < array.length; at += 8192)
    parts.push(String.fromCharCode(...array.subarray(at, at + 8192)));
  return parts.join('');
}
