/** Services of the server (cgpl.md 14.12, 14.17 to 14.19): routes, telephone numbers, the directory, balances, statistics. */
import {
  dictOf,
  dictSet,
  encodeUtf8,
  isArray,
  isDict,
  isString,
  newDict,
} from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { look } from '../../../stdlib/wssp/index.js';
import { PosternError } from '../../errors/index.js';
import type { DirectoryHit } from '../../objects/directory/service.js';
import { ResolveError } from '../network/dns.js';
import { enumName, enumURL } from '../network/enum.js';
import type { Builtin, BuiltinTable } from '../scope.js';
import { accountOf, illegal, orNull } from './accounts.js';

/** `type` of RouteAddress and the mode of the router. */
const modes = { mail: 'mail', signal: 'signal', access: 'access' } as const;

const isMode = (text: string): text is keyof typeof modes => Object.hasOwn(modes, text);

const routeAddress: Builtin = ({ services, identity }, address, type = null) => {
  if (typeof address !== 'string' || address === '') illegal('address');
  const mode = typeof type === 'string' ? type.toLowerCase() : '';
  if (!isMode(mode)) illegal('type');
  const end = services.objects.names.route(address, modes[mode], identity.domain);
  const local = (module: Bytes, account: Bytes, domain: string): Value =>
    dictOf([
      ['module', module],
      ['host', domain],
      ['object', account],
      ['canRelay', 'YES'],
    ]);
  switch (end.kind) {
    case 'account':
    case 'group':
    case 'task':
      return local('LOCAL', end.addr.account, end.addr.domain);
    case 'list':
      return local('LIST', end.addr.account, end.addr.domain);
    case 'remote':
      return dictOf([
        ['module', mode === 'signal' ? 'SIP' : 'SMTP'],
        ['host', end.domain],
        ['object', end.address],
        // Nobody may send through this server to others.
        ['canRelay', identity.email === null ? null : 'YES'],
      ]);
    case 'null':
      return local('NULL', '', '');
    case 'unknown':
      throw new PosternError('account-unknown');
    case 'error':
      throw new PosternError('failed', { args: ['the address cannot be routed'] });
  }
};

const routeENUM: Builtin = async ({ services }, service, number, domain) => {
  if (typeof service !== 'string' || typeof number !== 'string' || typeof domain !== 'string')
    illegal('number');
  const name = enumName(number, domain) ?? illegal('number');
  try {
    const url = enumURL(await services.resolver.ask('naptr', name), service, number);
    if (url === null) throw new PosternError('failed', { args: ['no such service for this number'] });
    return [encodeUtf8(url)];
  } catch (error) {
    if (error instanceof ResolveError)
      throw new PosternError('failed', { args: ['unknown telephone number'] });
    throw error;
  }
};

/** One record of the directory: attributes with several values are arrays. */
function recordDict({ attributes }: DirectoryHit): Dict {
  const record = newDict();
  for (const [name, values] of attributes) {
    const [first = ''] = values;
    dictSet(record, name, values.length > 1 ? [...values] : first);
  }
  return record;
}

const directorySearch: Builtin = async ({ services, identity }, base, filter = null, params = null) => {
  if (typeof base !== 'string') illegal('base');
  if (filter !== null && typeof filter !== 'string') illegal('filter');
  const more = isDict(params) ? params : newDict();
  const limit = look(more, 'limit');
  const scope = look(more, 'scope');
  const wanted = look(more, 'attributes');
  const keys = look(more, 'keys');
  const hits = await services.objects.directory.search(identity.principal, {
    base,
    filter,
    limit: typeof limit === 'number' ? limit : 100,
    attributes: isArray(wanted) ? wanted.filter(isString) : null,
    scope: typeof scope === 'string' && scope.toLowerCase() === 'sub' ? 'sub' : 'one',
  });
  const isDN = typeof keys === 'string' && keys.toUpperCase() === 'DN';
  const found = newDict();
  for (const hit of hits) dictSet(found, isDN ? hit.dn : hit.rdn, recordDict(hit));
  return found;
};

/** Operations on statistics elements; null reads. */
const statistics: Builtin = async ({ services, identity }, name, op = null, value = null) => {
  if (typeof name !== 'string') illegal('name');
  const { statistics: elements } = services.objects;
  if (op === null) return elements.element(identity.principal, name);
  const verb = typeof op === 'string' ? op.toLowerCase() : '';
  if (verb !== 'inc' && verb !== 'set') illegal('operation');
  if (typeof value !== 'number') illegal('value');
  return elements.setElement(identity.principal, name, value, verb === 'inc');
};

/** Errors of the banner service that programs see as no banner at all. */
const NO_BANNER: readonly string[] = ['no-service', 'helper-failed'];

const bannerRead: Builtin = async ({ services }, type, params = null) => {
  if (typeof type !== 'string' || type === '') illegal('type');
  try {
    return await services.readBanner(type, params);
  } catch (error) {
    if (error instanceof PosternError && NO_BANNER.includes(error.code)) return null;
    throw error;
  }
};

export const serverServices: BuiltinTable = {
  bannerread: bannerRead,
  routeaddress: routeAddress,
  routeenum: routeENUM,
  readtelnums: orNull(({ services, identity }, account) => [
    ...services.objects.telnums.get(identity.principal, accountOf(account)),
  ]),
  directorysearch: directorySearch,
  statistics,
  dobalance: ({ services, identity }, params = null, account) => {
    if (!isDict(params)) illegal('parameters');
    return services.objects.balances.run(identity.principal, accountOf(account), params);
  },
};
