/** What mailboxes are, and what their service needs from the others (objects.md 7). */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import type { Store } from '../../storage/index.js';
import type { AclElement, IsMember } from '../acl/acl.js';
import type { Owner } from '../owner.js';
import type { Principal } from '../principal.js';

/** Letters of the mailbox ACL in the order in which they are shown. */
export const LETTERS = 'lrswipcda';

export interface MailLimits {
  /** Bytes of a mailbox name. */
  readonly nameLength: number;
  /** Elements of an ACL. */
  readonly aclElements: number;
  /** Names of a subscription, or of the aliases. */
  readonly subscriptions: number;
  /** Bytes of the attributes of one message. */
  readonly attributeBytes: number;
  /** Flags of the user's own on one message. */
  readonly userFlags: number;
}

export const defaultMailLimits: MailLimits = {
  nameLength: 255,
  aclElements: 500,
  subscriptions: 2000,
  attributeBytes: 64 * 1024,
  userFlags: 64,
};

export interface MailDeps {
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The account that a name from outside means; `*` is the acting one. Throws `account-unknown`, `domain-unknown`. */
  readonly owner: (who: Principal, name: string) => Owner;
  /** True for the owner, the server itself, and administrators (Users, CanAccessMailboxes). */
  readonly mayEverything: (who: Principal, owner: Owner) => boolean;
  /** Letters that the ACL of the account itself gives. */
  readonly accountLetters: (who: Principal, owner: Owner) => ReadonlySet<string>;
  readonly isMember: IsMember;
  /** Effective settings of the account. */
  readonly settings: (owner: Owner) => Dict;
  /** Key of the account's writer. */
  readonly writer: (owner: Owner) => string;
  readonly limits: () => MailLimits;
}

/** What seldom changes of a mailbox. */
export interface BoxRecord {
  readonly class: Bytes;
  readonly uidValidity: number;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly acl: readonly AclElement[];
}

/** What changes with every message. */
export interface BoxUse {
  readonly uidNext: number;
  readonly messages: number;
  /** Neither Seen nor Deleted. */
  readonly unseen: number;
  readonly size: number;
  readonly media: number;
  /** Messages that only administrators of the mailbox see; in none of the counts above. */
  readonly hidden: number;
  /** All messages and their bytes. */
  readonly allMessages: number;
  readonly allSize: number;
  /** Grows with every change, over all mailboxes of the account. */
  readonly seq: number;
}

/** A mailbox as somebody sees it. */
export interface Box {
  readonly owner: Owner;
  readonly name: Bytes;
  readonly id: number;
  readonly record: BoxRecord;
  readonly use: BoxUse;
  /** Letters of whoever asked. */
  readonly letters: ReadonlySet<string>;
}

/** One line of a list. `box` null: holds no messages, or may not be opened by whoever asked. */
export interface BoxLine {
  readonly name: Bytes;
  readonly isFolder: boolean;
  /** Can hold messages, also when whoever asked may not open it. */
  readonly isBox: boolean;
  readonly box: Box | null;
  readonly letters: ReadonlySet<string>;
}
