/** The change log as it was written, and what happened besides: what clients must have been told. */
import type { Objects } from '../../../host/objects/api.js';
import { MAILBOX_TOPIC } from '../../../host/objects/messages/messages.js';
import { decodeValue } from '../../../host/storage/index.js';

/** One change of a mailbox. */
export interface Logged {
  readonly seq: number;
  readonly box: number;
  readonly event: string;
  readonly uids: readonly number[];
}

export class Ledger {
  readonly changes: Logged[] = [];
  /** Texts of alerts and instant messages in the order in which they were accepted. */
  readonly alerts: string[] = [];
  readonly messages: string[] = [];
  /** `created name`, `removed name`. */
  readonly boxes: string[] = [];
  private readonly stop: () => void;

  constructor(private readonly objects: Objects) {
    this.stop = objects.core.store.onChange(changes => {
      for (const { seq, topic, subject, data } of changes) {
        const content = topic === MAILBOX_TOPIC ? decodeValue(data) : null;
        if (!Array.isArray(content)) continue;
        const [event, ...uids] = content;
        this.changes.push({ seq, box: Number(subject[1]), event: String(event), uids: uids.map(Number) });
      }
    });
  }

  /** Number of the last change that everybody can see. */
  get seq(): number {
    return this.objects.core.store.snapshotSeq();
  }

  /** Changes of a mailbox after one moment. */
  since(seq: number, box: number): Logged[] {
    const found: Logged[] = [];
    for (let at = this.changes.length - 1; at >= 0; at--) {
      const change = this.changes[at] as Logged;
      if (change.seq <= seq) break;
      if (change.box === box) found.push(change);
    }
    return found.reverse();
  }

  close(): void {
    this.stop();
  }
}
