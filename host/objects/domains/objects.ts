/** What a domain holds: accounts, aliases and forwarders in name order, in portions (cli.md 6.3). */

import { dictPut, newDict } from '../../../stdlib/values/dict.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { textFrom } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { forwarderKey } from '../core/keys.js';
import { countsIn, namesOf } from '../core/namespace.js';
import type { NameEntry } from '../core/types.js';
import { lower } from '../names/syntax.js';
import type { Principal } from '../principal.js';
import { READ } from './rules.js';

/** Extension that every account has in lists. */
export const ACCOUNT_EXTENSION = 'macnt';
/** Most objects of one answer. */
const MAX_OBJECTS = 100_000;

export interface ObjectQuery {
  /** Text that names contain. */
  readonly filter?: Bytes | null;
  readonly limit: number;
  /** No kind means accounts. */
  readonly kinds: readonly ('account' | 'alias' | 'forwarder')[];
  /** `''` for the first portion, then what the answer before gave; null for an answer without cookie. */
  readonly cookie?: Bytes | null;
}

/** (accounts, {objects}, aliases, forwarders[, cookie]); totals count the whole domain. */
export async function listObjects(
  core: Core,
  who: Principal,
  raw: Bytes | null,
  query: ObjectQuery,
): Promise<Value[]> {
  const domain = core.targets.domain(who, raw, READ);
  if (!Number.isInteger(query.limit) || query.limit < 0)
    throw new PosternError('illegal-value', { args: ['limit'] });
  const kinds: readonly string[] = query.kinds.length === 0 ? ['account'] : query.kinds;
  const filter = lower(query.filter ?? '');
  const limit = Math.min(query.limit, MAX_OBJECTS);
  const after = query.cookie == null || query.cookie === '' ? null : lower(query.cookie);
  const objects = newDict();
  let count = 0;
  let last: Bytes = '';
  let cookie: Bytes = '';
  if (limit > 0) {
    for await (const [name, entry] of namesOf(core.store, domain.id, after)) {
      if (!kinds.includes(entry.kind) || !name.includes(filter)) continue;
      if (count === limit) {
        cookie = last;
        break;
      }
      dictPut(objects, name, shown(core, domain.id, name, entry));
      last = name;
      count++;
    }
  }
  const totals = countsIn(core.store, domain.id);
  const answer: Value[] = [String(totals.account), objects, String(totals.alias), String(totals.forwarder)];
  if (query.cookie != null) answer.push(cookie);
  return answer;
}

function shown(core: Core, domainId: number, name: Bytes, entry: NameEntry): Value {
  if (entry.kind === 'account') return ACCOUNT_EXTENSION;
  if (entry.kind === 'alias') return [core.accounts.get(entry.id)?.name ?? ''];
  return [[textFrom(core.store.get(forwarderKey(domainId, name)))]];
}
