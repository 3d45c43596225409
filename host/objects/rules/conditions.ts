/** The conditions of mail Rules (objects.md 9). */
import { DAY, dictGet, foldKey, isDict, MONTHS, secondsOf, weekDay } from '../../../stdlib/values/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { EMAIL } from '../datasets/datasets.js';
import { route } from '../names/route.js';
import { textSetting } from '../settings/read.js';
import { zoneOffset } from '../zones/zones.js';
import { Facts } from './facts.js';
import { compares, isLike, listOf, operation, sizeOf } from './match.js';
import type { Condition } from './shape.js';
import { actorOf, addressOf, type Case, type RuleWorld } from './world.js';

interface Asked {
  readonly world: RuleWorld;
  readonly of: Case;
  readonly facts: Facts;
  readonly op: Bytes;
  readonly value: Bytes;
}

type Test = (asked: Asked) => boolean | Promise<boolean>;

/** One text against the operation. */
async function one(asked: Asked, text: Bytes): Promise<boolean> {
  const found = operation(asked.op);
  if (found === null) return false;
  if (found.name === 'less') return text.toLowerCase() < asked.value.toLowerCase();
  if (found.name === 'greater') return text.toLowerCase() > asked.value.toLowerCase();
  if (found.name === 'is') return isLike(text, asked.value) !== found.isNot;
  return (await isIn(asked, text)) !== found.isNot;
}

/** `in` takes patterns with commas, or `#` and the name of a data set of the account. */
async function isIn({ world, of, value }: Asked, text: Bytes): Promise<boolean> {
  const set = value.trim();
  if (!set.startsWith('#')) return listOf(set).some(pattern => isLike(text, pattern));
  if (of.place === null) return false;
  try {
    const entries = await world.datasets.entries(actorOf(of), '*', set.slice(1), null);
    return Object.entries(entries.entries).some(([name, entry]) => {
      const address = isDict(entry) ? dictGet(entry, EMAIL) : null;
      return isLike(text, typeof address === 'string' ? address : name);
    });
  } catch (error) {
    if (error instanceof PosternError && error.code === 'dataset-unknown') return false;
    throw error;
  }
}

/** Any of the texts; for `is not` and `not in` of single fields: none of them is. */
const any =
  (texts: (asked: Asked) => readonly Bytes[]): Test =>
  async asked => {
    for (const text of texts(asked)) if (await one(asked, text)) return true;
    return false;
  };

const every =
  (texts: (asked: Asked) => readonly Bytes[]): Test =>
  async asked => {
    const all = texts(asked);
    for (const text of all) if (!(await one(asked, text))) return false;
    return all.length > 0;
  };

/** A field of one meaning: a missing one is the empty text, and a denial must hold for all of its values. */
const field =
  (texts: (asked: Asked) => readonly Bytes[]): Test =>
  asked => {
    const all = () => {
      const found = texts(asked);
      return found.length > 0 ? found : [''];
    };
    return operation(asked.op)?.isNot ? every(all)(asked) : any(all)(asked);
  };

const addressField = (...names: readonly Bytes[]) => field(({ facts }) => facts.addresses(...names));

const TOCC = ({ facts }: Asked) => facts.addresses('to', 'cc');
const RECIPIENTS = ({ of }: Asked) => of.recipients;
const ROUTES = ({ world, of }: Asked) =>
  of.recipients.map(address => {
    const end = route(world.core, address, 'mail');
    if (end.kind === 'remote') return `SMTP(${end.domain})${end.address}`;
    return 'addr' in end ? `LOCAL(${end.addr.account}@${end.addr.domain})` : end.kind.toUpperCase();
  });

/** Wall clock of the account in seconds. */
function wallClock({ world, of }: Asked): number {
  const now = Math.floor(world.core.clock() / 1000);
  const zone =
    of.place === null ? null : textSetting(world.core.resolver.prefs(of.place.account), 'TimeZone', 'HostOS');
  return now + zoneOffset(zone, now);
}

const minutesOf = (text: Bytes): number | null => {
  const match = /^(\d{1,2})(?::(\d{2}))?(?::\d{2})?$/.exec(text.trim());
  return match ? Number(match[1]) * 60 + Number(match[2] ?? 0) : null;
};

/** `9:00-17:30` holds a minute of the day; a range may go over midnight. */
function inRange(minute: number, range: Bytes): boolean {
  const [from, till] = range.split('-').map(minutesOf);
  if (from === undefined || from === null) return false;
  if (till === undefined || till === null) return from === minute;
  return from <= till ? minute >= from && minute <= till : minute >= from || minute <= till;
}

/** `2026-03-01`, `01-03-2026`, `01 Mar 2026`, each with a time if it matters. */
function momentOf(text: Bytes): number | null {
  const match =
    /^(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[- ./](\d{1,2}|[a-z]{3})[- ./](\d{4}))(?:[ T_](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/i.exec(
      text.trim(),
    );
  if (!match) return null;
  const named = MONTHS.findIndex(name => name.toLowerCase() === (match[5] ?? '').toLowerCase()) + 1;
  const month = match[2] !== undefined ? Number(match[2]) : named > 0 ? named : Number(match[5]);
  const [year, day] = [Number(match[1] ?? match[6]), Number(match[3] ?? match[4])];
  return secondsOf(year, month, day, Number(match[7] ?? 0), Number(match[8] ?? 0), Number(match[9] ?? 0));
}

const timeOfDay: Test = asked => {
  const wall = wallClock(asked);
  const minute = Math.floor((((wall % DAY) + DAY) % DAY) / 60);
  const found = operation(asked.op);
  if (found?.name === 'is' || found?.name === 'in') {
    return listOf(asked.value).some(range => inRange(minute, range)) !== found.isNot;
  }
  return compares(asked.op, minute, asked.value, minutesOf);
};

const currentDate: Test = asked => {
  const wall = wallClock(asked);
  const found = operation(asked.op);
  if (found?.name !== 'is' && found?.name !== 'in') return compares(asked.op, wall, asked.value, momentOf);
  const today = Math.floor(wall / DAY);
  const isToday = listOf(asked.value).some(
    item => Math.floor((momentOf(item) ?? Number.NaN) / DAY) === today,
  );
  return isToday !== found.isNot;
};

const currentDay = any(asked => {
  const days = Math.floor(wallClock(asked) / DAY);
  return [weekDay(days)];
});

/** `Name: value` of the effective preferences. */
const preference: Test = asked => {
  if (asked.of.place === null) return false;
  const [name, ...rest] = asked.value.split(/[:=]/);
  const found = dictGet(asked.world.core.resolver.prefs(asked.of.place.account), (name ?? '').trim());
  const text = typeof found === 'string' ? found : found === null ? '' : String(found);
  return one({ ...asked, value: rest.join(':').trim() }, text);
};

const existingMailbox: Test = async asked => {
  const { world, of, op, value } = asked;
  if (of.place === null) return false;
  const lines = await world.boxes.list(actorOf(of), addressOf(of), null);
  const found = operation(op);
  const names = found?.name === 'in' ? listOf(value) : [value];
  const exists = lines.some(({ name, isBox }) => isBox && names.some(pattern => isLike(name, pattern)));
  return exists !== (found?.isNot ?? false);
};

const TESTS: Readonly<Record<string, Test>> = {
  From: addressField('from'),
  Sender: addressField('sender'),
  'Return-Path': field(({ of }) => [of.message.from]),
  "'From' Name": field(({ facts }) => facts.names('from')),
  To: addressField('to'),
  Cc: addressField('cc'),
  'Reply-To': addressField('reply-to'),
  'Any To or Cc': any(TOCC),
  'Each To or Cc': every(TOCC),
  'Any Recipient': any(RECIPIENTS),
  'Each Recipient': every(RECIPIENTS),
  'Any Route': any(ROUTES),
  'Each Route': every(ROUTES),
  Subject: field(({ facts }) => facts.texts('subject')),
  'Message-ID': field(({ facts }) => facts.texts('message-id')),
  'Message Size': ({ of, op, value }) => compares(op, of.text.length, value, sizeOf),
  'Header Field': field(({ facts }) => facts.lines()),
  'Human Generated': ({ facts, of, op }) =>
    facts.isHuman(of.message.from) !== (operation(op)?.isNot ?? false),
  Source: field(({ of }) => [
    of.message.source,
    ...(of.message.sender === null ? [] : ['authenticated', 'trusted']),
  ]),
  Security: field(({ facts }) => [facts.security]),
  'Submit Address': field(({ of }) => [of.message.address]),
  'Calendar Method': field(({ facts }) => [facts.calendarMethod]),
  'Existing Mailbox': existingMailbox,
  'Time Of Day': timeOfDay,
  'Current Date': currentDate,
  'Current Day': currentDay,
  Preference: preference,
  FreeBusy: async asked => {
    const ask = asked.world.hooks().freeBusy;
    return ask !== undefined && asked.of.place !== null && one(asked, await ask(actorOf(asked.of)));
  },
};

const BY_NAME = new Map(Object.entries(TESTS).map(([name, test]) => [foldKey(name), test]));

/** True when all conditions hold. An unknown condition never holds. */
export async function holdAll(
  world: RuleWorld,
  of: Case,
  conditions: readonly Condition[],
): Promise<boolean> {
  const facts = new Facts(of.text);
  for (const { what, op, value } of conditions) {
    const test = BY_NAME.get(foldKey(what));
    if (test === undefined || !(await test({ world, of, facts, op, value }))) return false;
  }
  return true;
}
