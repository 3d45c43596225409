/**
 * Calendars and task lists (ximss.md 9, cgpl.md 14.14): events and tasks are messages with a `text/calendar` part in
 * mailboxes of their class. Publishing, cancelling and answering tell the others by mail.
 */
import {
  mainComponents,
  normalCalendar,
  propertyOf,
  putProperty,
  readICalendar,
  textOf,
  uidsOf,
  writeICalendar,
} from '../../../stdlib/formats/index.js';
import { copy, dictGet, isString, isXml, newXml } from '../../../stdlib/values/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Mailboxes } from '../mailboxes/mailboxes.js';
import { SEEN } from '../messages/flags.js';
import type { Appended, Messages } from '../messages/messages.js';
import type { Principal } from '../principal.js';
import { completed } from './complete.js';
import { calendarOf, Items, methodOf } from './items.js';
import { occurrencesOf } from './occurrences.js';
import { addressIn, attendeesOf, mailAbout, organizerOf, statusIn, withStatus } from './people.js';
import { timeProperty } from './times.js';
import type { Calendar, CalendarDeps, Item, Occurrence, SendRequests, Task } from './types.js';

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

/** Which item, or which occurrence of it. */
export interface ItemChoice {
  readonly uid?: number | null;
  readonly itemUid?: Bytes | null;
  readonly recurrenceId?: Bytes | null;
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

  constructor(
    private readonly deps: CalendarDeps,
    private readonly boxes: Mailboxes,
    private readonly messages: Messages,
  ) {
    this.items = new Items(deps, messages);
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

  private async choose(who: Principal, { box }: Calendar, choice: ItemChoice): Promise<Item> {
    const item = choice.itemUid
      ? await this.items.byItemUid(who, box, choice.itemUid)
      : choice.uid
        ? await this.items.byUid(who, box, choice.uid)
        : null;
    if (!item) throw new PosternError('item-unknown');
    return item;
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
    const appended = await this.store(who, calendar, merged(old, fresh), old);
    await this.invite(who, calendar, old, fresh, options);
    return appended;
  }

  private async store(
    who: Principal,
    { box }: Calendar,
    components: readonly Xml[],
    old: Item | null,
  ): Promise<Appended> {
    const { owner } = box;
    const realName = dictGet(this.deps.settings(owner), 'RealName');
    const text = await this.deps.compose(
      `${owner.account}@${owner.domain}`,
      isString(realName) ? realName : null,
      components[0] ? textOf(components[0], 'summary') : '',
      writeICalendar(calendarOf(components, '')),
    );
    const flags = { bits: SEEN, own: [] };
    return this.messages.append(who, box, text, old ? { flags, replacesUid: old.uid } : { flags });
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
    const wanted = this.others(box.owner, attendeesOf(first)).filter(
      address => sendRequests === 'all' || before.includes(address) === (sendRequests === 'updated'),
    );
    if (wanted.length > 0)
      await this.deps.send(who, box.owner, mailAbout(wanted, 'REQUEST', components, comment));
  }

  private isOrganizer(owner: Calendar['box']['owner'], component: Xml): boolean {
    const organizer = organizerOf(component);
    return organizer !== '' && this.deps.addresses(owner).includes(organizer);
  }

  private others(owner: Calendar['box']['owner'], addresses: readonly Bytes[]): Bytes[] {
    const own = this.deps.addresses(owner);
    return [...new Set(addresses)].filter(address => address !== '' && !own.includes(address));
  }

  /** Removes an item or one occurrence, and tells the attendees. Throws `item-unknown`. */
  async cancel(
    who: Principal,
    calendar: Calendar,
    choice: ItemChoice,
    options: { readonly sendRequests?: SendRequests; readonly comment?: Bytes | null } = {},
  ): Promise<void> {
    const item = await this.choose(who, calendar, choice);
    const { recurrenceId } = choice;
    if (recurrenceId) await this.dropOccurrence(who, calendar, item, recurrenceId);
    else await this.messages.remove(who, calendar.box, [item.uid]);
    const { master } = item;
    if (options.sendRequests === 'none' || !this.isOrganizer(calendar.box.owner, master)) return;
    const others = this.others(calendar.box.owner, attendeesOf(master));
    if (others.length === 0) return;
    const gone = cancelled(master, recurrenceId ?? null);
    await this.deps.send(
      who,
      calendar.box.owner,
      mailAbout(others, 'CANCEL', [gone], options.comment ?? null),
    );
  }

  private async dropOccurrence(who: Principal, calendar: Calendar, item: Item, id: Bytes): Promise<void> {
    const master = copy(item.master);
    if (!isXml(master)) return;
    const start = propertyOf(master, 'dtstart');
    const exception = newXml('exdate');
    exception.attributes = (start?.attributes ?? []).map(attribute => ({ ...attribute }));
    exception.body.push(id);
    master.body.push(exception);
    putProperty(master, 'sequence', String((Number(textOf(master, 'sequence')) || 0) + 1));
    const rest = item.exceptions.filter(component => textOf(component, 'recurrence-id') !== id);
    await this.store(who, calendar, [master, ...rest.filter(component => component !== item.master)], item);
  }

  // ---- answering

  /** Puts a request into the calendar with the participation status, and tells the organizer. */
  async accept(
    who: Principal,
    calendar: Calendar,
    request: Xml,
    options: { readonly status?: Bytes; readonly sendReply?: boolean; readonly comment?: Bytes | null } = {},
  ): Promise<Appended> {
    const status = (options.status ?? 'ACCEPTED').toUpperCase();
    if (!/^(?:ACCEPTED|TENTATIVE|IN-PROCESS|COMPLETED)$/.test(status)) {
      throw new PosternError('illegal-value', { args: ['PARTSTAT'] });
    }
    const components = componentsOf(request);
    const own = this.deps.addresses(calendar.box.owner);
    const answered = components.map(component => withStatus(component, own, status) ?? component);
    const itemUid = answered[0] ? textOf(answered[0], 'uid') : '';
    const old = itemUid === '' ? null : await this.items.byItemUid(who, calendar.box, itemUid);
    const appended = await this.store(who, calendar, merged(old, answered), old);
    if (options.sendReply !== false)
      await this.reply(who, calendar.box.owner, answered, status, options.comment ?? null);
    return appended;
  }

  /** Refuses a request, or withdraws from an item: it leaves the calendar, the organizer is told. */
  async decline(
    who: Principal,
    account: string,
    calendar: Calendar | null,
    request: Xml | null,
    choice: ItemChoice,
    options: { readonly sendReply?: boolean; readonly comment?: Bytes | null } = {},
  ): Promise<void> {
    const asked = request === null ? [] : componentsOf(request);
    const itemUid = choice.itemUid ?? (asked[0] ? textOf(asked[0], 'uid') : null);
    const item = calendar && itemUid ? await this.items.byItemUid(who, calendar.box, itemUid) : null;
    if (!item && asked.length === 0) throw new PosternError('item-unknown');
    const components = asked.length > 0 ? asked : item ? [item.master] : [];
    if (calendar && item) {
      if (choice.recurrenceId) await this.dropOccurrence(who, calendar, item, choice.recurrenceId);
      else await this.messages.remove(who, calendar.box, [item.uid]);
    }
    if (options.sendReply === false) return;
    const owner = calendar?.box.owner ?? this.deps.owner(who, account);
    const own = this.deps.addresses(owner);
    const answered = components.map(component => withStatus(component, own, 'DECLINED') ?? component);
    await this.reply(who, owner, answered, 'DECLINED', options.comment ?? null);
  }

  private async reply(
    who: Principal,
    owner: Calendar['box']['owner'],
    components: readonly Xml[],
    status: Bytes,
    comment: Bytes | null,
  ): Promise<void> {
    const [first] = components;
    const organizer = first ? this.others(owner, [organizerOf(first)]) : [];
    const own = this.deps.addresses(owner);
    if (organizer.length === 0) return;
    const answers = components.map(component => onlyAttendee(component, own));
    await this.deps.send(who, owner, mailAbout(organizer, 'REPLY', answers, comment, status));
  }

  /** Applies what came by mail to the stored item: a reply of an attendee, or a cancellation. Throws `item-unknown`. */
  async update(who: Principal, calendar: Calendar, given: Xml): Promise<void> {
    const components = componentsOf(given);
    const [first] = components;
    const item = await this.choose(who, calendar, { itemUid: first ? textOf(first, 'uid') : null });
    if (methodOf(normalCalendar(given) ?? given) === 'CANCEL') {
      const id = first ? textOf(first, 'recurrence-id') : '';
      if (id !== '') await this.dropOccurrence(who, calendar, item, id);
      else await this.messages.remove(who, calendar.box, [item.uid]);
      return;
    }
    const answer = first ? statusIn(first) : null;
    if (answer === null) throw new PosternError('bad-icalendar');
    const all = [item.master, ...item.exceptions.filter(component => component !== item.master)];
    const changed = all.map(component => withStatus(component, [answer.address], answer.status) ?? component);
    await this.store(who, calendar, changed, item);
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
    const owner = this.deps.owner(who, userName);
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
      const last = found[found.length - 1];
      if (last && last.status === status && start <= last.till) {
        found[found.length - 1] = { ...last, till: Math.max(last.till, end) };
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

/** The components of one item in a calendar from outside. Throws `bad-icalendar`. */
function componentsOf(given: Xml): Xml[] {
  const calendar = normalCalendar(given);
  const components = calendar === null ? [] : mainComponents(calendar);
  const isItem =
    components.length > 0 && components.every(({ type }) => type === 'vevent' || type === 'vtodo');
  if (calendar === null || !isItem || uidsOf(calendar).filter(uid => uid !== '').length > 1) {
    throw new PosternError('bad-icalendar');
  }
  return components;
}

/** What is stored: fresh exceptions join the stored item, a fresh master takes its place with all that came along. */
function merged(old: Item | null, fresh: readonly Xml[]): Xml[] {
  const isException = (component: Xml) => textOf(component, 'recurrence-id') !== '';
  if (old === null || !fresh.every(isException)) return [...fresh];
  const ids = new Set(fresh.map(component => textOf(component, 'recurrence-id')));
  const kept = old.exceptions.filter(component => !ids.has(textOf(component, 'recurrence-id')));
  const master = old.exceptions.includes(old.master) ? [] : [old.master];
  return [...master, ...kept, ...fresh];
}

function taskOf(item: Item, zone: string | null): Task {
  const { master } = item;
  const percent = Number(textOf(master, 'percent-complete')) || 0;
  const isCompleted =
    percent >= 100 ||
    textOf(master, 'status').toUpperCase() === 'COMPLETED' ||
    propertyOf(master, 'completed') !== null;
  return {
    item,
    from: timeProperty(master, 'dtstart', zone)?.at ?? null,
    due: timeProperty(master, 'due', zone)?.at ?? null,
    percent: isCompleted && percent === 0 ? 100 : percent,
    isCompleted,
  };
}

/** What attendees are told when an item, or one occurrence, is cancelled. */
function cancelled(master: Xml, recurrenceId: Bytes | null): Xml {
  const gone = copy(master);
  if (!isXml(gone)) return master;
  putProperty(gone, 'status', 'CANCELLED');
  putProperty(gone, 'sequence', String((Number(textOf(master, 'sequence')) || 0) + 1));
  if (recurrenceId !== null) {
    gone.body = gone.body.filter(item => !isXml(item) || !['rrule', 'rdate', 'exdate'].includes(item.type));
    putProperty(gone, 'recurrence-id', recurrenceId);
  }
  return gone;
}

/** A component with one attendee alone: that is what a reply holds. */
function onlyAttendee(component: Xml, own: readonly Bytes[]): Xml {
  const answer = copy(component);
  if (!isXml(answer)) return component;
  answer.body = answer.body.filter(
    item =>
      !isXml(item) || (item.type !== 'valarm' && (item.type !== 'attendee' || own.includes(addressIn(item)))),
  );
  return answer;
}
