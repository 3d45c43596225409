/**
 * `mailboxModified` messages (ximss.md 4): mailboxes of the account that come, go, get another name, or whose message
 * counts change. Each mailbox is watched by itself, so that a change costs those who watch it; a change is told once
 * until the client lists the mailboxes again.
 */
import type { Bytes } from '../../../stdlib/values/types.js';
import { BOXES_TOPIC } from '../../objects/mailboxes/target.js';
import type { Box } from '../../objects/mailboxes/types.js';
import { mailboxEvent } from '../../objects/messages/event.js';
import { MAILBOX_TOPIC } from '../../objects/messages/messages.js';
import type { XimssWorld } from '../world.js';
import { element } from '../xml/write.js';
import type { Keep } from './outbox.js';
import type { XimssSession } from './session.js';

interface Watched {
  /** As it was when its counts were looked at last. */
  readonly box: Box;
  readonly stop: () => void;
}

export class MailboxWatch {
  private boxes = new Map<number, Watched>();
  private readonly told = new Set<number>();
  private stop: () => void = () => undefined;
  private isReading = false;
  private again = false;

  private constructor(
    private readonly world: XimssWorld,
    private readonly session: XimssSession,
  ) {}

  /** Begins to watch the mailboxes of the session's account. */
  static async start(world: XimssWorld, session: XimssSession): Promise<void> {
    const watch = new MailboxWatch(world, session);
    session.mailboxWatch = watch;
    session.onEnd(() => watch.close());
    const { accountId } = session.record;
    watch.stop = world.objects.core.events.subscribe(BOXES_TOPIC, [accountId], () => void watch.compare());
    for (const box of (await watch.read()).values()) watch.add(box);
  }

  /** The client has just listed the mailboxes. */
  listed(): void {
    this.told.clear();
  }

  close(): void {
    this.stop();
    for (const { stop } of this.boxes.values()) stop();
    this.boxes.clear();
    if (this.session.mailboxWatch === this) this.session.mailboxWatch = null;
  }

  private async read(): Promise<Map<number, Box>> {
    const lines = await this.world.objects.mailboxes.list(this.session.principal, '*', '*');
    return new Map(lines.flatMap(({ box }) => (box === null ? [] : [[box.id, box] as const])));
  }

  private add(box: Box): void {
    const { accountId } = this.session.record;
    const { id } = box;
    const stop = this.world.objects.core.events.subscribe(MAILBOX_TOPIC, [accountId, id], ({ data }) =>
      this.changed(id, data),
    );
    this.boxes.set(id, { box, stop });
  }

  private changed(id: number, data: Uint8Array): void {
    const known = this.boxes.get(id);
    if (known === undefined) return;
    const box = this.world.objects.mailboxes.again(known.box) ?? known.box;
    this.boxes.set(id, { ...known, box });
    if (this.told.has(id) || !isCounted(data, known.box, box)) return;
    this.told.add(id);
    // told once until the client lists the mailboxes: it must not be lost
    this.tell(known.box.name, 'changed', null, 'kept');
  }

  /** Finds out what happened to the names. */
  private async compare(): Promise<void> {
    if (this.isReading) {
      this.again = true;
      return;
    }
    this.isReading = true;
    try {
      do {
        this.again = false;
        this.apply(await this.read());
      } while (this.again);
    } catch (error) {
      this.world.log.problem(
        this.session.tag,
        `mailboxes cannot be listed: ${error instanceof Error ? error.message : error}`,
      );
    } finally {
      this.isReading = false;
    }
  }

  private apply(now: ReadonlyMap<number, Box>): void {
    if (this.session.mailboxWatch !== this) return;
    for (const [id, { box, stop }] of [...this.boxes]) {
      const { name } = box;
      const renamed = now.get(id);
      if (renamed?.name === name) continue;
      if (renamed === undefined) {
        stop();
        this.boxes.delete(id);
        this.tell(name, 'removed');
      } else {
        this.boxes.set(id, { box: renamed, stop });
        this.tell(name, 'renamed', renamed.name);
      }
    }
    for (const [id, box] of now) {
      if (this.boxes.has(id)) continue;
      this.add(box);
      this.tell(box.name, 'created');
    }
  }

  private tell(mailbox: Bytes, mode: Bytes, newName: Bytes | null = null, keep: Keep = 'loose'): void {
    this.session.notify(
      element('mailboxModified', [
        ['mailbox', mailbox],
        ['mode', mode],
        ['newName', newName],
      ]),
      keep,
    );
  }
}

/** What leaves the counts alone, and what is told otherwise. */
const QUIET: readonly unknown[] = ['flags', 'attributes', 'gone'];

/** Messages came, went, became seen or unseen, or the mailbox itself has other settings; other flags do not count. */
function isCounted(data: Uint8Array, before: Box, after: Box): boolean {
  return !QUIET.includes(mailboxEvent(data)) || before.use.unseen !== after.use.unseen;
}
