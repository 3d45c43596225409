/**
 * A sorted and filtered view of a mailbox (ximss.md 6.2, cgpl.md 14.13). It stands still until it is synchronised: then
 * it tells what left, what came and what changed since. The first change after each of these is notified once.
 */
import { isArray } from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { type Change, decodeValue, numberAt } from '../../storage/index.js';
import type { Box } from '../mailboxes/types.js';
import { isUnseen } from '../messages/counters.js';
import { flagsText, HIDDEN } from '../messages/flags.js';
import {
  headsOf,
  type MessageRecord,
  messagesOf,
  readHead,
  readMessage,
  uidOf,
} from '../messages/records.js';
import {
  filterTest,
  needsHead,
  type Row,
  rowOf,
  type SortKey,
  StoredRow,
  sortKey,
} from '../messages/sort.js';
import { type Entry, Order } from './order.js';
import type { ViewDeps } from './types.js';

/** How a view is sorted and filtered. */
export interface ViewOptions {
  /** UID when absent. */
  readonly sortField?: Bytes;
  readonly isDescending?: boolean;
  readonly filter?: Bytes | null;
  /** FLAGS: the filter is a flag list; null: any of the fields. */
  readonly filterField?: Bytes | null;
  /** Fields that are shown, for filters without a field. */
  readonly fields?: readonly Bytes[];
  /** Messages with smaller UIDs do not count. */
  readonly uidMin?: number;
}

export type ReportMode = 'removed' | 'added' | 'updated' | 'attrsUpdated';

/** One change of the view; positions and counts are those right after it, `removed` tells the position before. */
export interface ViewReport {
  readonly mode: ReportMode;
  readonly uid: number;
  readonly index: number;
  readonly messages: number;
  readonly unseen: number;
}

/** A view that somebody has open. When its mailbox goes, its messages are told as removed. */
export class View {
  private order: Order;
  private test: (row: Row) => boolean = () => true;
  private keyOf: (row: Row) => SortKey = sortKey('UID');
  private uidMin = 0;
  /** Messages that something happened to since the last report about them; true: to their attributes. */
  private readonly touched = new Map<number, boolean>();
  private isArmed = true;
  /** The mailbox was removed, and all messages with it. */
  isGone = false;
  private stop: () => void = () => {};
  private scannedSeq = 0;
  /**
   * Messages that synchronisations looked at, and the last change that each could see. Changes are told in their order,
   * but a moment after everybody can see them: those that were seen already are no news.
   */
  private readonly seen = new Map<number, number>();

  constructor(
    private readonly deps: ViewDeps,
    readonly box: Box,
    /** Called once for the first change after an opening or a synchronisation. */
    private readonly notify: () => void,
  ) {
    this.order = new Order(false);
  }

  /** Reads the mailbox and starts to watch it. Also used to open it anew with other options. */
  async open(options: ViewOptions): Promise<void> {
    this.stop();
    this.touched.clear();
    this.seen.clear();
    const sortField = options.sortField ?? 'UID';
    this.keyOf = sortKey(sortField);
    this.uidMin = options.uidMin ?? 0;
    this.test = filterTest(options.filter ?? null, options.filterField ?? null, options.fields ?? []);
    const { owner, id } = this.box;
    this.scannedSeq = this.deps.store.snapshotSeq();
    this.isArmed = true;
    this.stop = this.deps.subscribe('mailbox', [owner.id, id], change => this.hear(change));
    const order = new Order(options.isDescending ?? false);
    const filtersByHead = (options.filter ?? '') !== '' && options.filterField?.toLowerCase() !== 'flags';
    const heads = needsHead(sortField) || filtersByHead ? this.readHeads() : null;
    const entries: Entry[] = [];
    const range = messagesOf(owner.id, id);
    const readOne = (uid: number): Dict => this.head(uid);
    for await (const page of this.deps.store.pages(range)) {
      for (const [key, value] of page) {
        const uid = numberAt(key, range.gte.length);
        const head = heads === null ? null : await heads.next(uid);
        const entry = this.entryOf(new StoredRow(uid, value, readOne, head));
        if (entry) entries.push(entry);
      }
    }
    order.fill(entries);
    this.order = order;
  }

  /** The headers in the order of the UIDs, beside the walk over the messages. */
  private readHeads(): { next(uid: number): Promise<Dict | null> } {
    const { owner, id } = this.box;
    const walk = this.deps.store.range(headsOf(owner.id, id))[Symbol.asyncIterator]();
    return {
      next: async uid => {
        for (let step = await walk.next(); !step.done; step = await walk.next()) {
          const at = uidOf(step.value.key);
          const value = at === uid ? decodeValue(step.value.value) : null;
          if (at === uid) return value as Dict | null;
          if (at > uid) return null;
        }
        return null;
      },
    };
  }

  private entryOf(row: Row): Entry | null {
    const { uid, flags } = row;
    if (uid < this.uidMin) return null;
    if ((flags.bits & HIDDEN) !== 0 && !this.deps.letters(this.box).has('a')) return null;
    if (!this.test(row)) return null;
    return { uid, key: this.keyOf(row), isUnseen: isUnseen(flags.bits), shown: flagsText(flags) };
  }

  private hear(change: Change): void {
    if (change.seq <= this.scannedSeq) return;
    const data = decodeValue(change.data);
    if (!isArray(data)) return;
    const [event, ...told] = data;
    if (event === 'gone') this.isGone = true;
    const all: readonly Value[] = event === 'gone' ? this.uids() : told;
    // attributes are not compared, so that their changes count even when they were seen
    const isSeen = (uid: Value): boolean =>
      typeof uid === 'number' && event !== 'attributes' && change.seq <= (this.seen.get(uid) ?? 0);
    const uids = all.filter(uid => !isSeen(uid));
    for (const [uid, seq] of this.seen) if (seq <= change.seq) this.seen.delete(uid);
    for (const uid of uids) {
      if (typeof uid === 'number')
        this.touched.set(uid, event === 'attributes' || this.touched.get(uid) === true);
    }
    if (uids.length === 0 || !this.isArmed) return;
    this.isArmed = false;
    this.notify();
  }

  // ---- what it shows

  get size(): number {
    return this.order.size;
  }

  get unseen(): number {
    return this.order.unseen;
  }

  indexOf(uid: number): number {
    return this.order.indexOf(uid);
  }

  has(uid: number): boolean {
    return this.order.get(uid) !== undefined;
  }

  /** UID at a position, undefined behind the end. */
  uidAt(index: number): number | undefined {
    return this.order.at(index)?.uid;
  }

  /** UIDs of the positions `from` to `till`, both included. */
  uids(from = 0, till = Number.MAX_SAFE_INTEGER): number[] {
    return this.order.slice(from, till);
  }

  /** A message as it is now, null when it is gone. */
  record(uid: number): MessageRecord | null {
    return this.isGone ? null : readMessage(this.deps.store, this.box.owner.id, this.box.id, uid);
  }

  /** Its parsed header. */
  head(uid: number): Dict {
    return readHead(this.deps.store, this.box.owner.id, this.box.id, uid);
  }

  // ---- synchronising

  /** True when something happened that was not reported. */
  get isPending(): boolean {
    return this.touched.size > 0;
  }

  /**
   * Applies what happened and tells it: what left from the end to the front, what came from the front to the end, then
   * what changed. `limit` reports at most; the rest stays pending and is notified at once.
   */
  sync(limit = Number.MAX_SAFE_INTEGER): ViewReport[] {
    const seq = this.deps.store.snapshotSeq();
    const looked = [...this.touched.keys()];
    const removed: number[] = [];
    const added: Entry[] = [];
    const updated: [Entry, boolean][] = [];
    for (const [uid, isAttribute] of this.touched) {
      const record = this.record(uid);
      const entry = record ? this.entryOf(rowOf(uid, record, () => this.head(uid))) : null;
      const old = this.order.get(uid);
      if (old && !entry) removed.push(uid);
      else if (!old && entry) added.push(entry);
      else if (old && entry && (isAttribute || old.shown !== entry.shown || old.key !== entry.key)) {
        updated.push([entry, isAttribute && old.shown === entry.shown]);
      } else this.touched.delete(uid);
    }
    const reports: ViewReport[] = [];
    const room = () => reports.length < limit;
    const tell = (mode: ReportMode, uid: number, index: number) => {
      reports.push({ mode, uid, index, messages: this.size, unseen: this.unseen });
      this.touched.delete(uid);
    };
    const places = removed.map(uid => [this.order.indexOf(uid), uid] as const).sort((a, b) => b[0] - a[0]);
    for (const [index, uid] of places) {
      if (!room()) break;
      this.order.remove(uid);
      tell('removed', uid, index);
    }
    this.addAll(added, room, tell);
    for (const [entry, isAttribute] of updated) {
      if (!room()) break;
      this.order.remove(entry.uid);
      tell(isAttribute ? 'attrsUpdated' : 'updated', entry.uid, this.order.add(entry));
    }
    for (const uid of looked) if (!this.touched.has(uid)) this.seen.set(uid, seq);
    this.isArmed = this.touched.size === 0;
    if (!this.isArmed) this.notify();
    return reports;
  }

  /** Puts new messages in from the front to the end, so that each position is good when it is told. */
  private addAll(
    added: readonly Entry[],
    room: () => boolean,
    tell: (mode: ReportMode, uid: number, index: number) => void,
  ): void {
    const sorted = [...added].sort((a, b) => this.order.compare(a, b));
    for (const entry of sorted) {
      if (!room()) return;
      const index = this.order.add(entry);
      tell('added', entry.uid, index);
    }
  }

  /** Ends the watch. */
  close(): void {
    this.stop();
    this.touched.clear();
  }

  /** Throws `message-unknown` unless the view has the message and it still exists. */
  need(uid: number): MessageRecord {
    const record = this.has(uid) ? this.record(uid) : null;
    if (!record) throw new PosternError('message-unknown');
    return record;
  }
}
