/** Base64 of clients: several padded pieces may be glued together (ximss.md 3.2, C-29). */
import { decodeBase64 } from '../../../stdlib/data/base64.js';
import type { Bytes } from '../../../stdlib/values/types.js';

/** The bytes of all pieces; null for text that is no base64. */
export function decodePieces(text: Bytes): Bytes | null {
  const clean = text.replace(/[ \t\r\n]+/g, '');
  if (clean === '' || clean === '=') return '';
  if (!/^(?:[A-Za-z0-9+/]+={0,2})+$/.test(clean)) return null;
  let bytes = '';
  for (const [piece] of clean.matchAll(/[A-Za-z0-9+/]+={0,2}/g)) bytes += decodeBase64(piece);
  return bytes;
}
