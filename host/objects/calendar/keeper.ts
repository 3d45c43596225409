/** Items that are stored and removed: each change puts another message in the place of the old one. */
import { propertyOf, textOf, writeICalendar } from '../../../stdlib/formats/index.js';
import { copy, dictGet, isString, isXml, newXml } from '../../../stdlib/values/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { SEEN } from '../messages/flags.js';
import type { Appended, Messages } from '../messages/messages.js';
import type { Principal } from '../principal.js';
import { raiseSequence } from './components.js';
import { calendarOf, type Items } from './items.js';
import { hasOccurrence, recurrenceIdAt } from './occurrences.js';
import { momentOf, timeProperty } from './times.js';
import type { Calendar, CalendarDeps, Item, ItemChoice } from './types.js';

/** Changes what a calendar holds, and tells nobody. */
export class Keeper {
  constructor(
    private readonly deps: CalendarDeps,
    private readonly messages: Messages,
    private readonly items: Items,
  ) {}

  /** The item that is meant. Throws `item-unknown`. */
  async choose(who: Principal, { box }: Calendar, choice: ItemChoice): Promise<Item> {
    const item = choice.itemUid
      ? await this.items.byItemUid(who, box, choice.itemUid)
      : choice.uid
        ? await this.items.byUid(who, box, choice.uid)
        : null;
    if (!item) throw new PosternError('item-unknown');
    return item;
  }

  /** Stores the components of an item, in the place of the old one when there was one. */
  async store(
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

  /** Removes an item, or with a recurrence-id one occurrence of it. Throws `item-unknown` when it has no such one. */
  async remove(who: Principal, calendar: Calendar, item: Item, recurrenceId: Bytes | null): Promise<void> {
    if (recurrenceId) await this.dropOccurrence(who, calendar, item, recurrenceId);
    else await this.messages.remove(who, calendar.box, [item.uid]);
  }

  private async dropOccurrence(who: Principal, calendar: Calendar, item: Item, id: Bytes): Promise<void> {
    const master = copy(item.master);
    if (!isXml(master)) return;
    const start = propertyOf(master, 'dtstart');
    const at = start === null ? undefined : momentOf(start, id, calendar.zone)?.at;
    if (start === null || at === undefined || !hasOccurrence(item, at, calendar.zone))
      throw new PosternError('item-unknown');
    const exception = newXml('exdate');
    exception.attributes = start.attributes.map(attribute => ({ ...attribute }));
    exception.body.push(recurrenceIdAt(item, at, calendar.zone) ?? id);
    master.body.push(exception);
    raiseSequence(master);
    const rest = item.exceptions.filter(
      component => timeProperty(component, 'recurrence-id', calendar.zone)?.at !== at,
    );
    await this.store(who, calendar, [master, ...rest.filter(component => component !== item.master)], item);
  }
}
