/** `reqSeq`: requests that a client may send twice run once (ximss.md 1.5.6). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { Failure } from '../failure.js';

export const SEQUENCE_ERROR = 'XIMSS request sequence error';

export class Sequence {
  /** The last accepted number with its reply, which is kept until the next number comes. */
  private last: { readonly number: number; readonly reply: Bytes | Promise<Bytes> } | null = null;

  /**
   * The reply of a request.
   * @param number the client's number, null when it gave none
   * @param run runs the request; called for new numbers only
   */
  reply(number: number | null, run: () => Bytes | Promise<Bytes>): Bytes | Promise<Bytes> {
    if (number === null) return run();
    const { last } = this;
    if (last !== null && number === last.number) return last.reply;
    if (last !== null && number !== last.number + 1) throw new Failure(SEQUENCE_ERROR, 505);
    const reply = run();
    this.last = { number, reply };
    return reply;
  }

  /** The reply that is kept for this number, null when it is another one. Nothing runs. */
  replay(number: number | null): Bytes | Promise<Bytes> | null {
    return number !== null && this.last?.number === number ? this.last.reply : null;
  }
}

/** The number in a parameter or attribute: null for none. */
export function sequenceNumber(text: string | null): number | null {
  if (text === null || text === '') return null;
  if (!/^[0-9]{1,15}$/.test(text)) throw new Failure(SEQUENCE_ERROR, 505);
  return Number(text);
}
