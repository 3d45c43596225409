/** A calendar that a session has open (ximss.md 9): it tells of the first change after each look at it. */
import type { Bytes } from '../../stdlib/values/types.js';
import type { Calendar } from '../objects/calendar/index.js';
import { mailboxEvent } from '../objects/messages/event.js';
import { MAILBOX_TOPIC } from '../objects/messages/messages.js';
import type { Closable } from './session/opened.js';
import type { XimssSession } from './session/session.js';
import type { XimssWorld } from './world.js';
import { element } from './xml/write.js';

export class OpenCalendar implements Closable {
  private readonly stop: () => void;
  private readonly notice: Bytes;
  private isArmed = true;

  constructor(
    world: XimssWorld,
    private readonly session: XimssSession,
    readonly name: Bytes,
    /** Name of the mailbox, as the client wrote it. */
    readonly mailbox: Bytes,
    readonly calendar: Calendar,
  ) {
    this.notice = element('calendarReport', [
      ['calendar', name],
      ['mode', 'notify'],
    ]);
    const { owner, id } = calendar.box;
    this.stop = world.objects.core.events.subscribe(MAILBOX_TOPIC, [owner.id, id], ({ data }) => {
      if (!this.isArmed || isOfBox(data)) return;
      this.isArmed = false;
      session.notify(this.notice, 'kept');
    });
  }

  /** The client looked: the next change is told again. */
  arm(): void {
    this.isArmed = true;
    this.session.unnotify(this.notice);
  }

  close(): void {
    this.stop();
    this.session.unnotify(this.notice);
  }
}

/** Class or rights of the mailbox changed, and no item. */
function isOfBox(data: Uint8Array): boolean {
  return mailboxEvent(data) === 'record';
}
