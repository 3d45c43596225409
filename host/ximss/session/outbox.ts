/**
 * Messages that wait for the long poll (ximss.md 1.5.7): numbered batches, each kept until the client has
 * acknowledged it. What may be dropped is bounded by number, and everything together by size.
 */
import type { Bytes } from '../../../stdlib/values/types.js';

/** What becomes of a message when too many wait: only `loose` ones may be dropped. */
export type Keep = 'loose' | 'kept';

interface Queued {
  readonly text: Bytes;
  readonly keep: Keep;
}

/** How much may wait. */
export interface OutboxLimits {
  /** Loose messages. */
  readonly length: number;
  /** Bytes of all messages, the batch that nobody acknowledged included. */
  readonly bytes: number;
}

/** Milliseconds in which messages join the first one. */
const GATHER = 20;

/** Bytes that a message costs beside its text. */
const OVERHEAD = 64;

export class Outbox {
  private queue: Queued[] = [];
  /** Loose messages in the queue. */
  private loose = 0;
  /** Bytes in the queue. */
  private size = 0;
  /** Number of the last batch that was sent. */
  private seq = 0;
  /** The last batch, while nobody acknowledged it, and the messages in it. */
  private unacknowledged: { readonly document: Bytes; readonly messages: readonly Queued[] } | null = null;
  /** Ends the open poll. */
  private open: ((empty: boolean) => void) | null = null;
  private gathering: NodeJS.Timeout | null = null;

  constructor(private readonly limits: () => OutboxLimits) {}

  /** Nothing waits; a batch may be unacknowledged. */
  get isEmpty(): boolean {
    return this.queue.length === 0;
  }

  /** Nothing waits and nothing is unacknowledged. */
  get isDone(): boolean {
    return this.queue.length === 0 && this.unacknowledged === null;
  }

  /** A poll waits for messages. */
  get isPolled(): boolean {
    return this.open !== null;
  }

  /** False when more waits than may: then the session has to end. */
  push(text: Bytes, keep: Keep): boolean {
    const { length, bytes } = this.limits();
    this.queue.push({ text, keep });
    this.size += text.length + OVERHEAD;
    if (keep === 'loose' && ++this.loose > length) this.dropOldest();
    while (this.loose > 0 && this.bytes > bytes) this.dropOldest();
    if (this.open !== null && this.gathering === null) {
      this.gathering = setTimeout(() => this.gathered(), GATHER);
    }
    return this.bytes <= bytes;
  }

  /** Ends the open poll, unless what woke it was taken back. */
  private gathered(): void {
    this.gathering = null;
    if (this.queue.length > 0) this.open?.(false);
  }

  private get bytes(): number {
    return this.size + (this.unacknowledged?.document.length ?? 0);
  }

  /** Takes a message back that the client needs no more. */
  cancel(text: Bytes): void {
    if (this.queue.length === 0) return;
    this.put(this.queue.filter(queued => queued.text !== text));
  }

  private put(queue: Queued[]): void {
    this.queue = queue;
    this.size = 0;
    this.loose = 0;
    for (const { text, keep } of queue) {
      this.size += text.length + OVERHEAD;
      if (keep === 'loose') this.loose++;
    }
  }

  /** Puts messages before all others. */
  putFirst(texts: readonly Bytes[]): void {
    if (texts.length > 0) this.put([...texts.map(text => ({ text, keep: 'kept' as const })), ...this.queue]);
  }

  /** Forgets everything. */
  clear(): void {
    this.put([]);
    this.unacknowledged = null;
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
    this.put([]);
    return taken;
  }

  /** Hands out what waits, one after another, as long as somebody takes it; the rest goes on waiting. */
  drain(take: (text: Bytes) => boolean): void {
    let at = 0;
    while (at < this.queue.length && take(this.queue[at]?.text ?? '')) at++;
    if (at > 0) this.put(this.queue.slice(at));
  }

  /**
   * Takes an acknowledgement. What it does not acknowledge waits again, before everything else.
   * @param acknowledged the client's `ackSeq`; null: everything sent so far
   */
  acknowledge(acknowledged: number | null): void {
    const { unacknowledged } = this;
    this.unacknowledged = null;
    if (unacknowledged !== null && acknowledged !== null && acknowledged < this.seq) {
      this.put([...unacknowledged.messages, ...this.queue]);
    }
  }

  /**
   * One poll. The promise gives the document.
   * @param acknowledged the client's `ackSeq`, null when it gave none
   * @param wait milliseconds
   * @param gone ends the wait: nobody reads the answer any more, and no message is spent on it
   */
  async poll(acknowledged: number | null, wait: number, gone?: AbortSignal): Promise<Bytes> {
    this.release();
    if (acknowledged === null || acknowledged >= this.seq) this.unacknowledged = null;
    if (this.unacknowledged !== null) return this.unacknowledged.document;
    if (this.queue.length > 0) return this.nextBatch();
    return wait > 0 ? this.waitFor(wait, gone) : this.empty();
  }

  /** The document is made when the wait ends: a later poll may number batches before the promise is seen. */
  private waitFor(wait: number, gone: AbortSignal | undefined): Promise<Bytes> {
    return new Promise(resolve => {
      const timer = setTimeout(() => end(false), wait);
      const end = (empty: boolean): void => {
        clearTimeout(timer);
        if (this.gathering !== null) clearTimeout(this.gathering);
        this.gathering = null;
        if (this.open === end) this.open = null;
        resolve(empty || this.queue.length === 0 ? this.empty() : this.nextBatch());
      };
      this.open = end;
      gone?.addEventListener('abort', () => end(true), { once: true });
    });
  }

  /** Answers a poll while the messages go elsewhere. */
  empty(): Bytes {
    return `<XIMSS respSeq="${this.seq}"/>`;
  }

  private nextBatch(): Bytes {
    this.seq++;
    const messages = this.queue;
    const document = `<XIMSS respSeq="${this.seq}">${messages.map(({ text }) => text).join('')}</XIMSS>`;
    this.put([]);
    this.unacknowledged = { document, messages };
    return document;
  }

  private dropOldest(): void {
    const at = this.queue.findIndex(({ keep }) => keep === 'loose');
    const [dropped] = at < 0 ? [] : this.queue.splice(at, 1);
    if (dropped === undefined) return;
    this.loose--;
    this.size -= dropped.text.length + OVERHEAD;
  }
}
