/** Header fields as they are sent: encoded words, quoted names, folded lines. Nothing that is given can break a line. */
import libmime from 'libmime';
import { civil, DAY, firstNonAscii, MONTHS, weekDay } from '../../../stdlib/values/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import type { HeadAddress } from '../messages/head.js';
import { unicodeOf } from './charset.js';
import type { FieldValue } from './compose.js';

const NAME = /^[!-9;-~]{1,200}$/;

/** True for the name of a header field. */
export const isFieldName = (name: Bytes): boolean => NAME.test(name);

/** One field with its line end; empty for a name that cannot be sent. */
export function headerLine(name: Bytes, value: FieldValue): Bytes {
  if (!isFieldName(name)) return '';
  if (typeof value === 'string') return foldField(`${name}: ${encodeText(value)}`);
  if (typeof value === 'number') return `${name}: ${dateText(value)}\r\n`;
  const addresses = Array.isArray(value) ? (value as readonly HeadAddress[]) : [value as HeadAddress];
  return addressLine(name, addresses.map(addressText));
}

/** Each address on its own line when all do not fit on one. */
function addressLine(name: Bytes, addresses: readonly Bytes[]): Bytes {
  let line = `${name}:`;
  let length = line.length;
  for (const [at, address] of addresses.entries()) {
    const piece = `${address}${at < addresses.length - 1 ? ',' : ''}`;
    const fits = at === 0 || length + piece.length < 77;
    line += `${fits ? ' ' : '\r\n '}${piece}`;
    length = fits ? length + piece.length + 1 : piece.length + 1;
  }
  return `${line}\r\n`;
}

/** Control bytes and line breaks become spaces. */
const oneLine = (text: Bytes): Bytes => text.replace(/[\0-\x1f\x7f]+/g, ' ').trim();

/** Text with encoded words where it needs them. */
export function encodeText(value: Bytes): Bytes {
  const text = oneLine(value);
  if (firstNonAscii(text) < 0 && !text.includes('=?')) return text;
  if (firstNonAscii(text) < 0) return encodedWords(text);
  return libmime.encodeWords(unicodeOf(text), 'Q', 52);
}

/** The whole text as encoded words. */
const encodedWords = (text: Bytes): Bytes => libmime.encodeWord(unicodeOf(text), 'Q', 52);

const ATOMS = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+$/;

/** `name <address>` with the name quoted or encoded. */
export function addressText({ address, realName }: HeadAddress): Bytes {
  const plain = oneLine(address).replace(/[\s<>]/g, '');
  const name = realName === null ? '' : oneLine(realName);
  if (name === '') return plain;
  if (firstNonAscii(name) >= 0 || name.includes('=?')) return `${encodedWords(name)} <${plain}>`;
  if (ATOMS.test(name)) return `${name} <${plain}>`;
  return `"${name.replace(/[\\"]/g, '\\$&')}" <${plain}>`;
}

/** Parameters of a Content field, each with its semicolon (RFC 2231). */
export function parameters(params: readonly (readonly [name: Bytes, value: Bytes])[]): Bytes {
  let text = '';
  for (const [name, value] of params) {
    if (!/^[\w!#$&^.+-]{1,80}$/.test(name)) continue;
    const pieces = libmime.buildHeaderParam(name, unicodeOf(oneLine(value)), 50);
    for (const { key, value: piece } of pieces) {
      const isBare = key.endsWith('*') || /^[\w!#$&^.+-]+$/.test(piece);
      const quoted = isBare ? piece : `"${piece.replace(/[\\"]/g, '\\$&')}"`;
      text += `; ${key}=${quoted}`;
    }
  }
  return text;
}

/** A field folded at its spaces. */
export const foldField = (line: Bytes): Bytes => `${libmime.foldLines(line, 76)}\r\n`;

const two = (number: number) => String(number).padStart(2, '0');

/** A moment as mail writes it, in GMT. */
export function dateText(at: number): Bytes {
  const days = Math.floor(at / DAY);
  const { year, month, day } = civil(days);
  const seconds = Math.floor(at - days * DAY);
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${weekDay(days)}, ${two(day)} ${MONTHS[month - 1]} ${String(year).padStart(4, '0')} ${time} +0000`;
}
