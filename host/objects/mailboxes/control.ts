/** Access control and class of mailboxes (objects.md 7.3). */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { encodeValue } from '../../storage/index.js';
import type { AclElement } from '../acl/acl.js';
import { emailOf, type Principal } from '../principal.js';
import { updateAcl } from './acl.js';
import { putBox, readBox } from './records.js';
import { type BoxOptions, boxAt, changeBoxes, missing, targetOf } from './target.js';
import type { Box, MailDeps } from './types.js';

/** What opens mailboxes for it. */
interface Opener {
  ensureInbox(owner: Box['owner']): Promise<void>;
  open(who: Principal, account: string, name: Bytes, letters: string, options: BoxOptions): Promise<Box>;
}

/** The service. `account` is a name from outside. */
export class BoxControl {
  constructor(
    private readonly deps: MailDeps,
    private readonly boxes: Opener,
  ) {}

  /** The ACL in stored order. Needs `a`, or any right for administrators. */
  async acl(
    who: Principal,
    account: string,
    name: Bytes,
    options: BoxOptions = {},
  ): Promise<readonly AclElement[]> {
    return (await this.boxes.open(who, account, name, 'a', options)).record.acl;
  }

  /** Changes elements of the ACL. Throws `illegal-value`, `mailbox-denied`. */
  async updateAcl(
    who: Principal,
    account: string,
    name: Bytes,
    updates: Dict,
    options: BoxOptions = {},
  ): Promise<void> {
    await this.changeRecord(who, account, name, options, record => ({
      ...record,
      acl: updateAcl(record.acl, updates, this.deps.limits().aclElements),
    }));
  }

  /** Gives a mailbox a class of up to 128 bytes. Throws `illegal-value`, `mailbox-denied`. */
  async setClass(
    who: Principal,
    account: string,
    name: Bytes,
    boxClass: Bytes,
    options: BoxOptions = {},
  ): Promise<void> {
    if (boxClass.length > 128) throw new PosternError('illegal-value', { args: ['Class'] });
    await this.changeRecord(who, account, name, options, record => ({ ...record, class: boxClass }));
  }

  private async changeRecord(
    who: Principal,
    account: string,
    name: Bytes,
    options: BoxOptions,
    update: (record: Box['record']) => Box['record'],
  ): Promise<void> {
    const { owner, id } = await this.boxes.open(who, account, name, 'a', options);
    await changeBoxes(this.deps, owner, tx => {
      putBox(tx, owner.id, id, update(readBox(tx, owner.id, id)));
      tx.change('mailbox', [owner.id, id], encodeValue(['record']));
    });
  }

  /** Letters that `auth` has: for those who may see the ACL, and for everybody about oneself. Throws `mailbox-denied`. */
  async rights(who: Principal, account: string, name: Bytes, auth: Principal): Promise<ReadonlySet<string>> {
    const target = targetOf(this.deps, who, account, name, {});
    await this.boxes.ensureInbox(target.owner);
    const box = boxAt(this.deps, { who: auth, owner: target.owner }, target.path.name);
    if (!box) throw missing(this.deps, target);
    if (emailOf(who) !== emailOf(auth) && !boxAt(this.deps, target, target.path.name)?.letters.has('a')) {
      throw new PosternError('mailbox-denied');
    }
    return box.letters;
  }
}
