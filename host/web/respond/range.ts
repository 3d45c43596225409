/** Byte ranges (RFC 9110 section 14): one range is served, several or malformed ones give the whole file. */

/** First and last byte, both included; `none`: 416. Null: no usable range. */
export type ByteRange = { readonly first: number; readonly last: number } | 'none' | null;

/** Reads a Range field for a file of `size` bytes. */
export function readRange(field: string, size: number): ByteRange {
  const match = /^bytes[ \t]*=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(field);
  if (match === null) return null;
  const [, from = '', to = ''] = match;
  if (from === '') {
    if (to === '') return null;
    const length = Number(to);
    if (length === 0 || size === 0) return 'none';
    return { first: Math.max(0, size - length), last: size - 1 };
  }
  const first = Number(from);
  if (to !== '' && Number(to) < first) return null;
  if (first >= size) return 'none';
  return { first, last: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}
