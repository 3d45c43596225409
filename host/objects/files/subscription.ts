/** The file subscription of an account: names, own and foreign, that clients show (objects.md 8). */
import { isArray, isString } from '../../../stdlib/values/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { decodeValue, encodeValue, key } from '../../storage/index.js';
import type { Principal } from '../principal.js';
import type { FilesDeps, Owner } from './types.js';

const keyOf = (owner: Owner) => key('file.sub', owner.id);

function needOwner(deps: FilesDeps, who: Principal, owner: Owner): void {
  if (!deps.mayEverything(who, owner)) throw new PosternError('no-rights');
}

function stored(deps: FilesDeps, owner: Owner): Bytes[] {
  const bytes = deps.store.get(keyOf(owner));
  const value = bytes ? decodeValue(bytes) : null;
  return isArray(value) ? value.filter(isString) : [];
}

/** The names in stored order. */
export function readSubscription(deps: FilesDeps, who: Principal, account: string): Bytes[] {
  const owner = deps.owner(who, account);
  needOwner(deps, who, owner);
  return stored(deps, owner);
}

/** Puts other names in place; `update` gets the old ones. Names may be of files that do not exist. */
export async function changeSubscription(
  deps: FilesDeps,
  who: Principal,
  account: string,
  update: (names: readonly Bytes[]) => readonly Bytes[],
): Promise<void> {
  const owner = deps.owner(who, account);
  needOwner(deps, who, owner);
  await deps.store.transact(deps.writer(owner), tx => {
    const names = [...new Set(update(stored(deps, owner)))];
    if (names.length > deps.limits().subscriptions) throw new PosternError('file-limit');
    tx.put(keyOf(owner), encodeValue(names));
    tx.change('file.subscription', [owner.id]);
  });
}
