/** From stored messages to items and back. Messages never change, so what was read once stays known. */
import { mainComponents, readICalendar, textOf, uidsOf } from '../../../stdlib/formats/index.js';
import { newXml } from '../../../stdlib/values/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import type { Box } from '../mailboxes/types.js';
import type { Messages } from '../messages/messages.js';
import type { Principal } from '../principal.js';
import type { CalendarDeps, Item } from './types.js';

/** Calendars whose items stay in memory. */
const MOST_BOXES = 200;

/** The item that a calendar in normal form is, null for one with several UIDs or without events and tasks. */
export function itemOf(uid: number, calendar: Xml): Item | null {
  const components = mainComponents(calendar).filter(({ type }) => type === 'vevent' || type === 'vtodo');
  const exceptions = components.filter(component => textOf(component, 'recurrence-id') !== '');
  const master = components.find(component => !exceptions.includes(component)) ?? components[0];
  if (!master || uidsOf(calendar).length > 1) return null;
  return { uid, itemUid: textOf(master, 'uid'), calendar, master, exceptions };
}

/** A calendar with these components; `method` empty for a stored item. */
export function calendarOf(components: readonly Xml[], method: Bytes, zones: readonly Xml[] = []): Xml {
  const calendar = newXml('iCalendar');
  const inner = newXml('vCalendar');
  const attribute = (name: Bytes, value: Bytes) => inner.attributes.push({ prefix: '', name, value });
  if (method !== '') attribute('method', method);
  attribute('version', '2.0');
  attribute('prodid', '-//Postern//EN');
  inner.body.push(...zones, ...components);
  calendar.body.push(inner);
  return calendar;
}

/** Method of a calendar in normal form in upper case, `''` when it has none. */
export function methodOf(calendar: Xml): Bytes {
  const inner = calendar.body[0];
  if (inner === undefined || typeof inner === 'string') return '';
  return (inner.attributes.find(({ name }) => name === 'method')?.value ?? '').toUpperCase();
}

/** Reads the items of calendars. */
export class Items {
  private readonly boxes = new Map<string, Map<number, Item | null>>();

  constructor(
    private readonly deps: CalendarDeps,
    private readonly messages: Messages,
  ) {}

  /** All items of a mailbox; messages without a calendar are passed over. */
  async all(who: Principal, box: Box): Promise<Item[]> {
    const known = this.known(box);
    const live = new Set<number>();
    for await (const { uid } of this.messages.all(who, box)) live.add(uid);
    for (const uid of known.keys()) if (!live.has(uid)) known.delete(uid);
    for (const uid of live) if (!known.has(uid)) known.set(uid, await this.read(who, box, uid));
    return [...known.values()].filter(item => item !== null);
  }

  /** The item of a message, null when it is none or gone. */
  async byUid(who: Principal, box: Box, uid: number): Promise<Item | null> {
    if (!this.messages.find(who, box, uid)) return null;
    const known = this.known(box);
    const found = known.get(uid);
    if (found !== undefined) return found;
    const item = await this.read(who, box, uid);
    known.set(uid, item);
    return item;
  }

  /** The item with an iCalendar UID, null when there is none. */
  async byItemUid(who: Principal, box: Box, itemUid: Bytes): Promise<Item | null> {
    return (await this.all(who, box)).find(item => item.itemUid === itemUid) ?? null;
  }

  private async read(who: Principal, box: Box, uid: number): Promise<Item | null> {
    try {
      const text = this.deps.calendarText(await this.messages.read(who, box, uid));
      const calendar = text === null ? null : readICalendar(text);
      return calendar === null ? null : itemOf(uid, calendar);
    } catch {
      // Gone while it was read.
      return null;
    }
  }

  private known(box: Box): Map<number, Item | null> {
    const key = `${box.owner.id}/${box.id}`;
    const found = this.boxes.get(key) ?? new Map<number, Item | null>();
    this.boxes.delete(key);
    this.boxes.set(key, found);
    for (const oldest of this.boxes.keys()) {
      if (this.boxes.size <= MOST_BOXES) break;
      this.boxes.delete(oldest);
    }
    return found;
  }
}
