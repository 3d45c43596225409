/** From a name that came from outside to the account and the mailbox it means, and who asks for it. */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Tx } from '../../storage/index.js';
import { type Owner, ownerNamed } from '../owner.js';
import type { Principal } from '../principal.js';
import { type Asker, lettersOf } from './access.js';
import { type BoxName, parseBoxName } from './names.js';
import { readBox, readName, readUse } from './records.js';
import type { Box, MailDeps } from './types.js';

/** Narrowing of what the acting principal may do (AUTH of the CLI). */
export interface BoxOptions {
  readonly auth?: Principal | null;
}

/** What a name means. */
export interface Target extends Asker {
  readonly owner: Owner;
  readonly path: BoxName;
}

/** Topic of the change log for what happens to names, classes and ACLs of an account's mailboxes. */
export const BOXES_TOPIC = 'mailboxes';

/** What a name means; `account` when it does not say another one. Throws `mailbox-name`, `account-unknown`. */
export function targetOf(
  deps: MailDeps,
  who: Principal,
  account: string,
  name: Bytes,
  { auth }: BoxOptions,
): Target {
  const path = parseBoxName(name, deps.limits().nameLength);
  const owner = path.owner === null ? deps.owner(who, account) : ownerNamed(deps, who, path.owner);
  return auth ? { who, auth, owner, path } : { who, owner, path };
}

/** The mailbox under a name, with the letters of whoever asks; null when there is none. */
export function boxAt(
  deps: MailDeps,
  { who, auth, owner }: Asker & { readonly owner: Owner },
  name: Bytes,
): Box | null {
  const { store } = deps;
  const found = readName(store, owner.id, name);
  if (!found || found.box === 0) return null;
  const record = readBox(store, owner.id, found.box);
  const letters = lettersOf(deps, auth ? { who, auth } : { who }, owner, record.acl);
  return { owner, name, id: found.box, record, use: readUse(store, owner.id, found.box), letters };
}

/** The error for a name without mailbox: whoever may not see everything learns nothing about what exists. */
export function missing(deps: MailDeps, { who, auth, owner }: Target): PosternError {
  const mayKnow = deps.mayEverything(auth ?? who, owner);
  return new PosternError(mayKnow ? 'mailbox-unknown' : 'mailbox-denied');
}

/** A transaction of an account's writer that those who show its mailboxes hear of. */
export function changeBoxes<T>(deps: MailDeps, owner: Owner, work: (tx: Tx) => Promise<T> | T): Promise<T> {
  return deps.store.transact(deps.writer(owner), async tx => {
    const result = await work(tx);
    tx.change(BOXES_TOPIC, [owner.id]);
    return result;
  });
}
