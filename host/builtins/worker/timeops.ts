/** Local time, language and time zone of a run (cgpl.md 12.7, 14.4, 14.18). */
import { isTime, makeTime } from '../../../stdlib/values/index.js';
import type { WebContext } from './context.js';
import type { WebOp } from './ops.js';
import { zoneOf, zoneOffset } from './zone.js';

/** Seconds since 1970, GMT. */
export function nowOf(context: WebContext): number {
  return Math.floor(context.services.now() / 1000);
}

const isFinal = (at: number): boolean => !Number.isFinite(at);

/** GMT of a local time: the offset of the result must lead back to it; in a gap the later reading counts. */
function toGMT(zone: string | null, local: number): number {
  const guess = local - zoneOffset(zone, local);
  return local - zoneOffset(zone, guess);
}

/** Names of languages are plain words: they become names of files. */
const languageName = /^[A-Za-z0-9_-]{1,64}$/;

export const timeOps: Readonly<Record<string, WebOp>> = {
  gmttime: context => makeTime(nowOf(context)),
  localtime: context => {
    const now = nowOf(context);
    return makeTime(now + zoneOffset(context.identity.timeZone, now));
  },
  gmttolocal: ({ identity }, time = null) => {
    if (!isTime(time)) return null;
    return isFinal(time.at) ? time : makeTime(time.at + zoneOffset(identity.timeZone, time.at));
  },
  localtogmt: ({ identity }, time = null) => {
    if (!isTime(time)) return null;
    return isFinal(time.at) ? time : makeTime(toGMT(identity.timeZone, time.at));
  },
  // always a string, empty for the default language
  getlanguage: ({ identity }) => identity.language ?? '',
  setlanguage: (context, name) => {
    const language = typeof name === 'string' && languageName.test(name) ? name : null;
    context.identity = { ...context.identity, language };
    context.services.notify('setlanguage', [language]);
    return null;
  },
  gettimezonename: ({ identity }) => identity.timeZone,
  settimezone: (context, name) => {
    const timeZone = typeof name === 'string' && zoneOf(name) !== null ? name : null;
    context.identity = { ...context.identity, timeZone };
    context.services.notify('settimezone', [timeZone]);
    return null;
  },
};
