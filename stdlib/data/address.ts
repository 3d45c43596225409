/** Network addresses as text (spec: data.md section 5, cgpl.md section 14.5). */
import { makeIp } from '../values/make.js';
import type { Ip } from '../values/types.js';

/** Four decimal numbers without leading zeros, as four numbers; null if it is something else. */
function parseV4(text: string): number[] | null {
  if (text.length > 15) return null;
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  const numbers: number[] = [];
  for (const part of parts) {
    if (!/^(?:0|[1-9][0-9]{0,2})$/.test(part)) return null;
    const n = +part;
    if (n > 255) return null;
    numbers.push(n);
  }
  return numbers;
}

/** Groups between colons as 16-bit numbers; the last one may be an IPv4 address if `v4` allows it. */
function parseGroups(text: string, v4: boolean): number[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as string;
    if (v4 && i === parts.length - 1 && part.indexOf('.') >= 0) {
      const numbers = parseV4(part);
      if (numbers === null) return null;
      const [a, b, c, d] = numbers as [number, number, number, number];
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}

/** The eight groups of an IPv6 address. */
function parseV6(text: string): number[] | null {
  if (text.length > 45) return null;
  const gap = text.indexOf('::');
  if (gap < 0) {
    const groups = parseGroups(text, true);
    return groups?.length === 8 ? groups : null;
  }
  const before = parseGroups(text.slice(0, gap), false);
  const after = parseGroups(text.slice(gap + 2), true);
  if (before === null || after === null) return null;
  const missing = 8 - before.length - after.length;
  if (missing < 1) return null;
  for (let i = 0; i < missing; i++) before.push(0);
  return before.concat(after);
}

/** The shortest form in small letters (RFC 5952): the first of the longest runs of zero groups is left out. */
function formatV6(groups: readonly number[]): string {
  if (groups.slice(0, 5).every(g => g === 0) && groups[5] === 0xffff) {
    const [high, low] = groups.slice(6) as [number, number];
    return `::ffff:${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  }
  let best = 0;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === 0) end++;
    if (end - i > length) {
      best = i;
      length = end - i;
    }
  }
  const text = groups.map(g => g.toString(16));
  if (length < 2) return text.join(':');
  return `${text.slice(0, best).join(':')}::${text.slice(best + length).join(':')}`;
}

/** An IPv4 or IPv6 address without brackets in canonical form, null if it is none. */
export function canonicalAddress(text: string): string | null {
  if (text.indexOf(':') < 0) return parseV4(text)?.join('.') ?? null;
  const groups = parseV6(text);
  return groups === null ? null : formatV6(groups);
}

/** Reads `1.2.3.4`, `[1.2.3.4]`, `[1.2.3.4]:25`, `2001:db8::1`, `[2001:db8::1]:25`; null if it is none of them. */
export function parseIp(text: string): Ip | null {
  if (text[0] !== '[') {
    const address = canonicalAddress(text);
    return address === null ? null : makeIp(address);
  }
  const close = text.indexOf(']');
  if (close < 0 || close > 50) return null;
  const address = canonicalAddress(text.slice(1, close));
  if (address === null) return null;
  if (close === text.length - 1) return makeIp(address);
  const port = text.slice(close + 1);
  if (!/^:[0-9]{1,5}$/.test(port) || +port.slice(1) > 65535) return null;
  return makeIp(address, +port.slice(1));
}

/** The canonical text without `#I`: `[1.2.3.4]` or `[1.2.3.4]:25`. */
export function addressText(ip: Ip): string {
  return ip.port === 0 ? `[${ip.address}]` : `[${ip.address}]:${ip.port}`;
}
