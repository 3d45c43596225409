/**
 * Calendars and task lists (ximss.md 9, cgpl.md 14.14): events and tasks are messages with a `text/calendar` part in
 * mailboxes of their class. Finding and publishing; publishing and cancelling tell the others by mail.
 */
import { mainComponents, readICalendar, textOf } from '../../../stdlib/formats/index.js';
import { dictGet, isString } from '../../../stdlib/values/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Mailboxes } from '../mailboxes/mailboxes.js';
import type { Appended, Messages } from '../messages/messages.js';
import { ownerNamed } from '../owner.js';
import type { Principal } from '../principal.js';
import { Answers } from './answers.js';
import { completed } from './complete.js';
import { cancelled, componentsOf, merged } from './components.js';
import { calendarOf, Items } from './items.js';
import { Keeper } from './keeper.js';
import { occurrencesOf } from './occurrences.js';
import { attendeesOf, mailAbout, organizerOf, othersThan } from './people.js';
import { taskOf } from './tasks.js';
import type { Calendar, CalendarDeps, Item, ItemChoice, Occurrence, SendRequests, Task } from './types.js';

/** Days that one request may ask for. */
const LONGEST = 366 * 20 * 86400;
/** Items of one imported file. */
const MOST_IMPORTED = 20_000;

/** How an item is published. */
export interface PublishOptions {
  readonly sendRequests?: SendRequests;
  /** UID of the item when the component has none. */
  readonly itemUid?: Bytes | null;
  /** Text for the attendees. */
  readonly comment?: Bytes | null;
}

/** A busy interval of somebody. Seconds since 1970, GMT. */
export interface Busy {
  readonly from: number;
  readonly till: number;
  /** BUSY, TENTATIVE, OOF. */
  readonly status: Bytes;
}

/** The service. */
export class Calendars {
  private readonly items: Items;
  private readonly keeper: Keeper;
  /** Requests that are answered, and what comes back by mail. */
  readonly answers: Answers;

  constructor(
    private readonly deps: CalendarDeps,
    private readonly boxes: Mailboxes,
    private readonly messages: Messages,
  ) {
    this.items = new Items(deps, messages);
    this.keeper = new Keeper(deps, messages, this.items);
    this.answers = new Answers(deps, this.items, this.keeper);
  }

  /** Opens a mailbox as a calendar. Throws `mailbox-unknown`, `mailbox-denied`. */
  async open(who: Principal, account: string, mailbox: Bytes, boxClass?: Bytes): Promise<Calendar> {
    const box =
      boxClass === undefined
        ? await this.boxes.open(who, account, mailbox, 'r')
        : await this.boxes.openOrMake(who, account, mailbox, boxClass, 'r');
    return { box, zone: this.zoneOf(who, account) };
  }

  private zoneOf(who: Principal, account: string): string | null {
    const owner = this.deps.owner(who, who.kind === 'account' ? '*' : account);
    const zone = dictGet(this.deps.preferences(owner), 'TimeZone');
    return isString(zone) && zone !== '' ? zone : null;
  }

  // ---- finding

  /** Occurrences that overlap `from` up to `till` (seconds, GMT), in the order of their beginnings. */
  async events(who: Principal, { box, zone }: Calendar, from: number, till: number): Promise<Occurrence[]> {
    needInterval(from, till);
    const found: Occurrence[] = [];
    for (const item of await this.items.all(who, box)) {
      if (item.master.type === 'vevent') found.push(...occurrencesOf(item, from, till, zone));
    }
    return found.sort((a, b) => a.from - b.from || a.item.uid - b.item.uid);
  }

  /** Tasks that are active in the interval; completed ones, too, when they are asked for. */
  async tasks(
    who: Principal,
    { box, zone }: Calendar,
    from: number,
    till: number,
    withCompleted: boolean,
  ): Promise<Task[]> {
    needInterval(from, till);
    const found: Task[] = [];
    for (const item of await this.items.all(who, box)) {
      const { master } = item;
      if (master.type !== 'vtodo') continue;
      const task = taskOf(item, zone);
      const starts = task.from ?? task.due;
      if (task.isCompleted) {
        const ends = task.due ?? task.from;
        const isOutside = (starts !== null && starts >= till) || (ends !== null && ends < from);
        if (!withCompleted || isOutside) continue;
      } else if (task.from !== null && task.from >= till) continue;
      found.push(task);
    }
    const key = ({ due, from: start }: Task) => due ?? start ?? Number.POSITIVE_INFINITY;
    return found.sort((a, b) => key(a) - key(b) || a.item.uid - b.item.uid);
  }

  /** An item. Throws `message-unknown`. */
  async read(who: Principal, { box }: Calendar, uid: number): Promise<Item> {
    const item = await this.items.byUid(who, box, uid);
    if (!item) throw new PosternError('message-unknown');
    return item;
  }

  /** The calendar in a message of any mailbox: a request or reply that came by mail. Throws `message-unknown`. */
  async inMessage(who: Principal, box: Calendar['box'], uid: number): Promise<Xml> {
    const text = this.deps.calendarText(await this.messages.read(who, box, uid));
    const calendar = text === null ? null : readICalendar(text);
    if (calendar === null) throw new PosternError('bad-icalendar');
    return calendar;
  }

  // ---- publishing

  /** Stores an event or task, or what takes the place of the stored one, and invites. Throws `bad-icalendar`. */
  async publish(
    who: Principal,
    calendar: Calendar,
    given: Xml,
    options: PublishOptions = {},
  ): Promise<Appended> {
    const components = componentsOf(given);
    const uid = components.map(component => textOf(component, 'uid')).find(text => text !== '');
    const wanted = uid ?? options.itemUid ?? null;
    const old = wanted === null ? null : await this.items.byItemUid(who, calendar.box, wanted);
    const now = Math.floor(this.deps.clock() / 1000);
    let itemUid = wanted;
    const fresh = components.map(component => {
      const done = completed(component, old, itemUid, calendar.box.owner.domain, now, calendar.zone);
      itemUid = textOf(done, 'uid');
      return done;
    });
    const appended = await this.keeper.store(who, calendar, merged(old, fresh), old);
    await this.invite(who, calendar, old, fresh, options);
    return appended;
  }

  private async invite(
    who: Principal,
    { box }: Calendar,
    old: Item | null,
    components: readonly Xml[],
    { sendRequests = 'all', comment = null }: PublishOptions,
  ): Promise<void> {
    const [first] = components;
    if (sendRequests === 'none' || !first || !this.isOrganizer(box.owner, first)) return;
    const before = old ? attendeesOf(old.master) : [];
    const wanted = othersThan(this.deps.addresses(box.owner), attendeesOf(first)).filter(
      address => sendRequests === 'all' || before.includes(address) === (sendRequests === 'updated'),
    );
    if (wanted.length > 0)
      await this.deps.send(who, box.owner, mailAbout(wanted, 'REQUEST', components, comment));
  }

  private isOrganizer(owner: Calendar['box']['owner'], component: Xml): boolean {
    const organizer = organizerOf(component);
    return organizer !== '' && this.deps.addresses(owner).includes(organizer);
  }

  /** Removes an item or one occurrence, and tells the attendees. Throws `item-unknown`. */
  async cancel(
    who: Principal,
    calendar: Calendar,
    choice: ItemChoice,
    options: { readonly sendRequests?: SendRequests; readonly comment?: Bytes | null } = {},
  ): Promise<void> {
    const item = await this.keeper.choose(who, calendar, choice);
    const { recurrenceId } = choice;
    await this.keeper.remove(who, calendar, item, recurrenceId ?? null);
    const { master } = item;
    if (options.sendRequests === 'none' || !this.isOrganizer(calendar.box.owner, master)) return;
    const others = othersThan(this.deps.addresses(calendar.box.owner), attendeesOf(master));
    if (others.length === 0) return;
    const gone = cancelled(master, recurrenceId ?? null);
    await this.deps.send(
      who,
      calendar.box.owner,
      mailAbout(others, 'CANCEL', [gone], options.comment ?? null),
    );
  }

  /** Stores every event and task of a text; gives how many. Throws `bad-icalendar`. */
  async import(who: Principal, calendar: Calendar, text: Bytes): Promise<number> {
    const given = readICalendar(text);
    const components = given === null ? [] : mainComponents(given);
    if (components.length === 0 || components.length > MOST_IMPORTED) throw new PosternError('bad-icalendar');
    const byUid = new Map<Bytes, Xml[]>();
    for (const [at, component] of components.entries()) {
      const uid = textOf(component, 'uid') || ` ${at}`;
      byUid.set(uid, [...(byUid.get(uid) ?? []), component]);
    }
    for (const group of byUid.values()) {
      await this.publish(who, calendar, calendarOf(group, ''), { sendRequests: 'none' });
    }
    return byUid.size;
  }

  // ---- free and busy

  /** Busy intervals that an account publishes, merged and in order. Others see them unless PublishFreeBusy says NO. */
  async busy(who: Principal, userName: string, from: number, till: number): Promise<Busy[]> {
    needInterval(from, till);
    const owner = ownerNamed(this.deps, who, userName);
    const preferences = this.deps.preferences(owner);
    const isOwn = who.kind === 'account' && who.account === owner.account && who.domain === owner.domain;
    const publishes = dictGet(preferences, 'PublishFreeBusy');
    if (!isOwn && (!isString(publishes) || /^(?:no|0)?$/i.test(publishes))) return [];
    const name = dictGet(preferences, 'CalendarBox');
    const calendar = await this.ownCalendar(owner, isString(name) && name !== '' ? name : 'Calendar');
    if (calendar === null) return [];
    const found: Busy[] = [];
    for (const { component, from: start, till: end } of await this.events(
      { kind: 'system' },
      calendar,
      from,
      till,
    )) {
      const status = (textOf(component, 'busyStatus') || 'BUSY').toUpperCase();
      if (status === 'FREE' || textOf(component, 'transp').toUpperCase() === 'TRANSPARENT') continue;
      const at = found.findLastIndex(busy => busy.status === status);
      const last = found[at];
      if (last && start <= last.till) {
        found[at] = { ...last, till: Math.max(last.till, end) };
      } else found.push({ from: start, till: end, status });
    }
    return found;
  }

  private async ownCalendar(owner: Calendar['box']['owner'], mailbox: Bytes): Promise<Calendar | null> {
    const system: Principal = { kind: 'system' };
    const account = `${owner.account}@${owner.domain}`;
    try {
      return {
        box: await this.boxes.open(system, account, mailbox, 'r'),
        zone: this.zoneOf(system, account),
      };
    } catch (error) {
      if (error instanceof PosternError && error.code === 'mailbox-unknown') return null;
      throw error;
    }
  }
}

function needInterval(from: number, till: number): void {
  if (!Number.isFinite(from) || !Number.isFinite(till) || till < from || till - from > LONGEST) {
    throw new PosternError('bad-interval');
  }
}
