/** Answering (ximss.md 9, cgpl.md 14.14): requests that are accepted or declined, and what comes back by mail. */
import { normalCalendar, textOf } from '../../../stdlib/formats/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Appended } from '../messages/messages.js';
import type { Principal } from '../principal.js';
import { componentsOf, merged, onlyAttendee } from './components.js';
import { type Items, methodOf } from './items.js';
import type { Keeper } from './keeper.js';
import { mailAbout, organizerOf, othersThan, statusIn, withStatus } from './people.js';
import type { Calendar, CalendarDeps, ItemChoice } from './types.js';

/** The service. */
export class Answers {
  constructor(
    private readonly deps: CalendarDeps,
    private readonly items: Items,
    private readonly keeper: Keeper,
  ) {}

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
    const appended = await this.keeper.store(who, calendar, merged(old, answered), old);
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
    if (calendar && item) await this.keeper.remove(who, calendar, item, choice.recurrenceId ?? null);
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
    const own = this.deps.addresses(owner);
    const organizer = first ? othersThan(own, [organizerOf(first)]) : [];
    if (organizer.length === 0) return;
    const answers = components.map(component => onlyAttendee(component, own));
    await this.deps.send(who, owner, mailAbout(organizer, 'REPLY', answers, comment, status));
  }

  /** Applies what came by mail to the stored item: a reply of an attendee, or a cancellation. Throws `item-unknown`. */
  async update(who: Principal, calendar: Calendar, given: Xml): Promise<void> {
    const components = componentsOf(given);
    const [first] = components;
    const item = await this.keeper.choose(who, calendar, { itemUid: first ? textOf(first, 'uid') : null });
    if (methodOf(normalCalendar(given) ?? given) === 'CANCEL') {
      await this.keeper.remove(who, calendar, item, first ? textOf(first, 'recurrence-id') : null);
      return;
    }
    const answer = first ? statusIn(first) : null;
    if (answer === null) throw new PosternError('bad-icalendar');
    const all = [item.master, ...item.exceptions.filter(component => component !== item.master)];
    const changed = all.map(component => withStatus(component, [answer.address], answer.status) ?? component);
    await this.keeper.store(who, calendar, changed, item);
  }
}
