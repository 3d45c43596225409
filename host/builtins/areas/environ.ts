/** Environment built-ins (cgpl.md 14.18): files of the skin, and what programs tell the server (`notices`). */
import { printCompact } from '../../../stdlib/data/index.js';
import { decodeUtf8 } from '../../../stdlib/values/index.js';
import { Kind, type Value } from '../../../stdlib/values/types.js';
import type { BuiltinTable, RunScope } from '../scope.js';
import { bytesOf } from '../worker/form.js';

/** Longest text of one SysLog call in the log. */
const MAX_LOG_TEXT = 4096;

/** Names that skins can have (webapp.md A1). */
const fileName = /^[^/\\.][^/\\]{0,254}$/;

export const environ: BuiltinTable = {
  readenvirfile: async ({ services, context }, name) => {
    if (typeof name !== 'string' || !fileName.test(name)) return null;
    const bytes = await services.readEnvironment(context.skin, decodeUtf8(name).toLowerCase());
    return bytes === null ? null : { kind: Kind.Data, bytes: bytesOf(bytes) };
  },
};

/** Something that a program tells without waiting for an answer. */
export type Notice = (scope: RunScope, ...args: Value[]) => void;

/** Text of a value for the log: strings as they are. */
function logText(x: Value): string {
  const text = decodeUtf8(typeof x === 'string' ? x : x === null ? '#null#' : printCompact(x));
  return text.length > MAX_LOG_TEXT ? `${text.slice(0, MAX_LOG_TEXT)}...` : text;
}

export const environNotices: Readonly<Record<string, Notice>> = {
  syslog: ({ services, context, app }, x = null) =>
    services.log.written(context.tag, logText(x), { domain: context.domain ?? '', app }),
  sysprofile: (scope, flag = null) => {
    scope.profile = Math.max(0, scope.profile + (flag === null ? -1 : 1));
  },
  setapplicationstatus: ({ services, run }, x = null) => services.applications.set(run, x),
  storecdr: ({ services }, text) => {
    if (typeof text === 'string') services.storeCDR(`APP ${text}`);
  },
  setlanguage: (scope, language) => {
    scope.identity = { ...scope.identity, language: typeof language === 'string' ? language : null };
  },
  settimezone: (scope, timeZone) => {
    scope.identity = { ...scope.identity, timeZone: typeof timeZone === 'string' ? timeZone : null };
  },
};
