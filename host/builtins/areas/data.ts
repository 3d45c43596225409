/** Rosters and data sets (cgpl.md 14.16). */
import { dictSet, isDict, newDict } from '../../../stdlib/values/index.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { look } from '../../../stdlib/wssp/index.js';
import { isRosterAction, rosterDict } from '../../objects/roster/index.js';
import type { BuiltinTable } from '../scope.js';
import { accountOf, illegal } from './accounts.js';

/** A non-empty string argument. */
function text(argument: Value | undefined, what: string): Bytes {
  return typeof argument === 'string' && argument !== '' ? argument : illegal(what);
}

/** A set may belong to another account: `~name/set`. */
function setOf(argument: Value | undefined): { account: Bytes; set: Bytes } {
  const name = text(argument, 'dataset');
  const match = /^~([^/]+)\/(.+)$/s.exec(name);
  return match ? { account: match[1] ?? '*', set: match[2] ?? '' } : { account: '*', set: name };
}

const isGiven = (argument: Value | undefined): boolean => argument !== undefined && argument !== null;

export const roster: BuiltinTable = {
  readroster: async ({ services, identity }, account) => {
    const found = newDict();
    for (const item of await services.objects.roster.list(identity.principal, accountOf(account))) {
      dictSet(found, item.peer, rosterDict(item));
    }
    return found;
  },
  setroster: async ({ services, identity }, params = null, account) => {
    if (!isDict(params)) illegal('parameters');
    const what = look(params, 'what');
    if (typeof what !== 'string' || !isRosterAction(what)) illegal('what');
    const data = look(params, 'data');
    const name = isDict(data) ? look(data, 'RealName') : null;
    const details = typeof name === 'string' ? { name } : {};
    const peer = text(look(params, 'peer'), 'peer');
    await services.objects.roster.set(identity.principal, accountOf(account), peer, what, details);
    return null;
  },
};

export const datasets: BuiltinTable = {
  datasetlist: async ({ services, identity }, name, field, value) => {
    const { account, set } = setOf(name);
    const filter =
      typeof field === 'string' && typeof value === 'string'
        ? { field, text: value, mode: 'eq' as const }
        : null;
    return services.objects.datasets.entries(identity.principal, account, set, filter);
  },
  datasetcreate: async ({ services, identity }, name) => {
    const { account, set } = setOf(name);
    await services.objects.datasets.create(identity.principal, account, set);
    return null;
  },
  datasetremove: async ({ services, identity }, name, ifExists) => {
    const { account, set } = setOf(name);
    await services.objects.datasets.remove(identity.principal, account, set, isGiven(ifExists));
    return null;
  },
  datasetset: async ({ services, identity }, name, entry, data = null, ifExists) => {
    const { account, set } = setOf(name);
    if (!isDict(data)) illegal('data');
    const key = text(entry, 'entry');
    await services.objects.datasets.set(identity.principal, account, set, key, data, isGiven(ifExists));
    return null;
  },
  datasetdelete: async ({ services, identity }, name, entry, ifExists) => {
    const { account, set } = setOf(name);
    const key = text(entry, 'entry');
    await services.objects.datasets.delete(identity.principal, account, set, key, isGiven(ifExists));
    return null;
  },
};
