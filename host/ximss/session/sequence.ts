/** `reqSeq`: requests that a client may send twice run once (ximss.md 1.5.6). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { Failure } from '../failure.js';

export const SEQUENCE_ERROR = 'XIMSS request sequence error';

interface Accepted {
  readonly number: number;
  readonly reply: Bytes | Promise<Bytes>;
}

export class Sequence {
  /** The last accepted number with its reply, which is kept until the next number comes. */
  private last: Accepted | null = null;
  /** Numbers whose requests still run or wait: a client may ask for their replies again. */
  private readonly busy = new Map<number, Promise<Bytes>>();

  /**
   * The reply of a request.
   * @param number the client's number, null when it gave none
   * @param run runs the request; called for new numbers only
   */
  reply(number: number | null, run: () => Bytes | Promise<Bytes>): Bytes | Promise<Bytes> {
    if (number === null) return run();
    const known = this.replay(number);
    if (known !== null) return known;
    if (this.last !== null && number !== this.last.number + 1) throw new Failure(SEQUENCE_ERROR, 505);
    const reply = run();
    this.last = { number, reply };
    if (typeof reply !== 'string') {
      this.busy.set(number, reply);
      const end = (): void => void this.busy.delete(number);
      reply.then(end, end);
    }
    return reply;
  }

  /** The reply that is kept for this number, or will be made; null when there is none. Nothing runs. */
  replay(number: number | null): Bytes | Promise<Bytes> | null {
    if (number === null) return null;
    return this.last?.number === number ? this.last.reply : (this.busy.get(number) ?? null);
  }
}

/** The number in a parameter or attribute: null for none. */
export function sequenceNumber(text: string | null): number | null {
  if (text === null || text === '') return null;
  if (!/^[0-9]{1,15}$/.test(text)) throw new Failure(SEQUENCE_ERROR, 505);
  return Number(text);
}
