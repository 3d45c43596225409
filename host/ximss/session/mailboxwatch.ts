/**
 * `mailboxModified` messages (ximss.md 4): mailboxes of the account that come, go, get another name, or change. Each
 * mailbox is watched by itself, so that a change costs those who watch it; a change is told once until the client
 * lists the mailboxes again.
 */
import type { Bytes } from '../../../stdlib/values/types.js';
import { BOXES_TOPIC } from '../../objects/mailboxes/target.js';
import { MAILBOX_TOPIC } from '../../objects/messages/messages.js';
import type { XimssWorld } from '../world.js';
import { element } from '../xml/write.js';
import type { Keep } from './outbox.js';
import type { XimssSession } from './session.js';

interface Watched {
  readonly name: Bytes;
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
    for (const [id, name] of await watch.read()) watch.add(id, name);
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

  private async read(): Promise<Map<number, Bytes>> {
    const lines = await this.world.objects.mailboxes.list(this.session.principal, '*', '*');
    return new Map(lines.flatMap(({ box }) => (box === null ? [] : [[box.id, box.name] as const])));
  }

  private add(id: number, name: Bytes): void {
    const { accountId } = this.session.record;
    const stop = this.world.objects.core.events.subscribe(MAILBOX_TOPIC, [accountId, id], () =>
      this.changed(id),
    );
    this.boxes.set(id, { name, stop });
  }

  private changed(id: number): void {
    const name = this.boxes.get(id)?.name;
    if (name === undefined || this.told.has(id)) return;
    this.told.add(id);
    // told once until the client lists the mailboxes: it must not be lost
    this.tell(name, 'changed', null, 'kept');
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

  private apply(now: ReadonlyMap<number, Bytes>): void {
    if (this.session.mailboxWatch !== this) return;
    for (const [id, { name, stop }] of [...this.boxes]) {
      const newName = now.get(id);
      if (newName === name) continue;
      if (newName === undefined) {
        stop();
        this.boxes.delete(id);
        this.tell(name, 'removed');
      } else {
        this.boxes.set(id, { name: newName, stop });
        this.tell(name, 'renamed', newName);
      }
    }
    for (const [id, name] of now) {
      if (this.boxes.has(id)) continue;
      this.add(id, name);
      this.tell(name, 'created');
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
