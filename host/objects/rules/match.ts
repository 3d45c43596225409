/** Operations of conditions (objects.md 9): is, in, less than, greater than; `*` at either end stands for any text. */
import type { Bytes } from '../../../stdlib/values/types.js';

/** The operation without `not`, and whether it is turned round. Null for an unknown one. */
export function operation(
  op: Bytes,
): { readonly name: 'is' | 'in' | 'less' | 'greater'; readonly isNot: boolean } | null {
  switch (op.trim().toLowerCase()) {
    case '':
    case 'is':
      return { name: 'is', isNot: false };
    case 'is not':
      return { name: 'is', isNot: true };
    case 'in':
      return { name: 'in', isNot: false };
    case 'not in':
      return { name: 'in', isNot: true };
    case 'less than':
      return { name: 'less', isNot: false };
    case 'greater than':
      return { name: 'greater', isNot: false };
    default:
      return null;
  }
}

/** True when a text is what the pattern says, letter case aside. */
export function isLike(text: Bytes, pattern: Bytes): boolean {
  const given = text.toLowerCase();
  const wanted = pattern.trim().toLowerCase();
  const before = wanted.startsWith('*');
  const behind = wanted.length > 1 && wanted.endsWith('*');
  const core = wanted.slice(before ? 1 : 0, behind ? -1 : undefined);
  if (before && behind) return given.includes(core);
  if (before) return given.endsWith(core);
  return behind ? given.startsWith(core) : given === core;
}

/** Patterns of a list with commas. */
export const listOf = (value: Bytes): Bytes[] =>
  value
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** A size such as `20K`, null for what is none. */
export function sizeOf(value: Bytes): number | null {
  const match = /^(\d{1,15})\s*([kmg]?)b?$/i.exec(value.trim());
  return match ? Number(match[1]) * (UNITS[(match[2] ?? '').toLowerCase()] ?? 1) : null;
}

/** Compares numbers as the operation says. */
export function compares(
  op: Bytes,
  given: number,
  value: Bytes,
  read: (text: Bytes) => number | null,
): boolean {
  const found = operation(op);
  if (found === null) return false;
  if (found.name === 'in') return listOf(value).some(item => read(item) === given) !== found.isNot;
  const wanted = read(value);
  if (wanted === null) return false;
  if (found.name === 'less') return given < wanted;
  if (found.name === 'greater') return given > wanted;
  return (given === wanted) !== found.isNot;
}
