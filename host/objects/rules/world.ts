/** What Rules run with. */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { CachedAccount } from '../core/accounttable.js';
import type { Core } from '../core/core.js';
import type { DomainRecord } from '../core/types.js';
import type { Datasets } from '../datasets/index.js';
import type { Submission } from '../delivery/types.js';
import type { Files } from '../files/index.js';
import type { Mailboxes } from '../mailboxes/mailboxes.js';
import type { Flags } from '../messages/flags.js';
import type { Messages } from '../messages/messages.js';
import type { ComposeContext } from '../mime/index.js';
import { type Principal, SYSTEM } from '../principal.js';
import type { QueuedMessage } from '../queue/types.js';

/** What the server may lend to Rules; without a hook the action does nothing but tell the log. */
export interface RuleHooks {
  /** Runs a program of the administrator with the message as its input. */
  readonly execute?: (command: Bytes, text: Uint8Array) => Promise<void>;
  readonly executeUrl?: (url: Bytes) => Promise<void>;
  /** Asks a filter; gives header lines to add, or a refusal. */
  readonly externalFilter?: (name: Bytes, message: QueuedMessage, text: Uint8Array) => Promise<FilterAnswer>;
  readonly instantMessage?: (who: Principal, to: Bytes, text: Bytes) => Promise<void>;
  /** Accepts the meeting request, or applies the reply, in a message of the account. */
  readonly calendar?: (who: Principal, kind: 'request' | 'reply', text: Uint8Array) => Promise<void>;
  /** `FREE`, `BUSY` and others of an account now. */
  readonly freeBusy?: (who: Principal) => Promise<Bytes>;
}

/** What a filter says. */
export type FilterAnswer =
  | { readonly kind: 'pass'; readonly headers: readonly Bytes[] }
  | { readonly kind: 'reject'; readonly text: Bytes }
  | { readonly kind: 'discard' }
  | { readonly kind: 'later'; readonly text: Bytes };

export interface RuleWorld {
  readonly core: Core;
  readonly boxes: Mailboxes;
  readonly messages: Messages;
  readonly files: Files;
  readonly datasets: Datasets;
  readonly submit: (who: Principal, submission: Submission) => Promise<number>;
  readonly composing: () => ComposeContext;
  /** The message encrypted for an account of this server. Throws `no-certificate`. */
  readonly encrypt: (email: Bytes, text: Uint8Array) => Promise<Uint8Array>;
  readonly hooks: () => RuleHooks;
}

/** A message in the hands of Rules. The text and the flags change while they run. */
export interface Case {
  readonly message: QueuedMessage;
  /** Addresses that it came for. */
  readonly recipients: readonly Bytes[];
  /** Whose Rules these are; null on the level of the server. */
  readonly place: { readonly account: CachedAccount; readonly domain: DomainRecord } | null;
  text: Uint8Array;
  flags: Flags;
}

/** `name@domain` of the account, empty for the server. */
export const addressOf = ({ place }: Case): Bytes =>
  place === null ? '' : `${place.account.name}@${place.domain.name}`;

/** In whose name actions run. */
export const actorOf = ({ place }: Case): Principal =>
  place === null ? SYSTEM : { kind: 'account', account: place.account.name, domain: place.domain.name };
