/** Takes fields from the front of a stream. */
import type { Bytes } from '../../values/types.js';
import { PageError } from '../errors.js';
import { SEPARATOR } from '../fields.js';
import { escapeHtmlFrom } from './escapes.js';

export class FieldReader {
  private at = 0;
  /** Where the next symbol is that markup cannot hold: most fields are known to be safe without looking at them. */
  private unsafe = -1;
  private readonly search = /[&<>"']/g;

  constructor(private readonly stream: Bytes) {}

  /** Changes with every field that is taken. */
  get position(): number {
    return this.at;
  }

  /** All fields were taken. The stream without fields looks like one empty field. */
  isAtEnd(): boolean {
    return this.at > this.stream.length || this.stream === '';
  }

  next(): Bytes {
    const { at, stream } = this;
    if (at > stream.length) throw new PageError('bad-page-stream');
    const found = stream.indexOf(SEPARATOR, at);
    const end = found < 0 ? stream.length : found;
    this.at = end + 1;
    return stream.slice(at, end);
  }

  /** The next field, as `escapeHtml` gives it. */
  nextHtml(): Bytes {
    const { at } = this;
    const field = this.next();
    if (this.unsafe < at) {
      this.search.lastIndex = at;
      this.unsafe = this.search.test(this.stream) ? this.search.lastIndex - 1 : Number.POSITIVE_INFINITY;
    }
    return this.unsafe < at + field.length ? escapeHtmlFrom(field, this.unsafe - at) : field;
  }

  /** The next field, decimal digits, as a number. */
  nextCount(): number {
    const { at, stream } = this;
    let count = 0;
    let i = at;
    let unit = stream.charCodeAt(i);
    for (; unit >= 0x30 && unit <= 0x39; unit = stream.charCodeAt(++i)) count = count * 10 + unit - 0x30;
    if (i === at || (i < stream.length && unit !== 0)) throw new PageError('bad-page-stream');
    this.at = i + 1;
    return count;
  }
}
