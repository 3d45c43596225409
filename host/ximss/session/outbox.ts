/**
 * Messages that wait for the long poll (ximss.md 1.5.7): numbered batches, each kept until the client has
 * acknowledged it. Asynchronous messages are bounded, what requests produced is never dropped.
 */
import type { Bytes } from '../../../stdlib/values/types.js';

interface Queued {
  readonly text: Bytes;
  readonly keep: boolean;
}

/** Milliseconds in which messages join the first one. */
const GATHER = 20;

export class Outbox {
  private queue: Queued[] = [];
  /** Asynchronous messages in the queue. */
  private loose = 0;
  /** Number of the last batch that was sent. */
  private seq = 0;
  /** The last batch, while nobody acknowledged it. */
  private unacknowledged: Bytes | null = null;
  /** Ends the open poll. */
  private open: ((empty: boolean) => void) | null = null;
  private gathering: NodeJS.Timeout | null = null;

  /** @param limit asynchronous messages that may wait */
  constructor(private readonly limit: () => number) {}

  /** Nothing waits and nothing is unacknowledged. */
  get isEmpty(): boolean {
    return this.queue.length === 0;
  }

  /** A poll waits for messages. */
  get isPolled(): boolean {
    return this.open !== null;
  }

  /** @param keep never to be dropped: data and responses */
  push(text: Bytes, keep: boolean): void {
    this.queue.push({ text, keep });
    if (!keep && ++this.loose > this.limit()) this.dropOldest();
    if (this.open !== null && this.gathering === null) {
      this.gathering = setTimeout(() => this.open?.(false), GATHER);
    }
  }

  /** Ends the open poll at once, with what there is. */
  flush(): void {
    this.open?.(false);
  }

  /** Answers the open poll with the empty document: somebody else takes the messages. */
  release(): void {
    this.open?.(true);
  }

  /** Everything that waits; it counts as delivered. */
  take(): Bytes[] {
    const taken = this.queue.map(({ text }) => text);
    this.queue = [];
    this.loose = 0;
    return taken;
  }

  /**
   * One poll. The promise gives the document.
   * @param acknowledged the client's `ackSeq`, null when it gave none
   * @param wait milliseconds
   */
  async poll(acknowledged: number | null, wait: number): Promise<Bytes> {
    this.release();
    if (acknowledged === null || acknowledged >= this.seq) this.unacknowledged = null;
    if (this.unacknowledged !== null) return this.unacknowledged;
    if (this.queue.length === 0 && wait > 0 && (await this.waitFor(wait))) return this.empty();
    return this.queue.length === 0 ? this.empty() : this.nextBatch();
  }

  private waitFor(wait: number): Promise<boolean> {
    return new Promise(resolve => {
      const timer = setTimeout(() => end(false), wait);
      const end = (empty: boolean): void => {
        clearTimeout(timer);
        if (this.gathering !== null) clearTimeout(this.gathering);
        this.gathering = null;
        if (this.open === end) this.open = null;
        resolve(empty);
      };
      this.open = end;
    });
  }

  private empty(): Bytes {
    return `<XIMSS respSeq="${this.seq}"/>`;
  }

  private nextBatch(): Bytes {
    this.seq++;
    this.unacknowledged = `<XIMSS respSeq="${this.seq}">${this.take().join('')}</XIMSS>`;
    return this.unacknowledged;
  }

  private dropOldest(): void {
    const at = this.queue.findIndex(({ keep }) => !keep);
    if (at < 0) return;
    this.queue.splice(at, 1);
    this.loose--;
  }
}
