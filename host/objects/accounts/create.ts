/** New accounts (cli.md 7.2, CREATEACCOUNT). */

import { dictDelete, dictOf, dictPut, newDict } from '../../../stdlib/values/dict.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { accountType, namesFrom } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { domainIn } from '../core/domaintable.js';
import { domainKey, domainOwner } from '../core/keys.js';
import { checkName, claimName } from '../core/namespace.js';
import type { AccountRecord, AccountType } from '../core/types.js';
import { lower } from '../names/syntax.js';
import { withEncodedPasswords } from '../passwords/settings.js';
import type { Principal } from '../principal.js';
import { checkRuleSettings } from '../rules/settings.js';
import { permitted } from '../settings/permitted.js';
import { limitSetting, textSetting } from '../settings/read.js';
import { replaced, updated } from '../settings/update.js';
import { MANAGE, SPECIAL } from './rules.js';
import { putNew } from './write.js';

/** What an account begins with. */
export interface NewAccount {
  /** Type as written: MultiMailbox, AGrade, BGrade, CGrade, or a kind of single mailbox. */
  readonly type?: Bytes | null;
  readonly settings?: Dict | null;
  /** Name of an account storage of the domain. */
  readonly path?: Bytes | null;
  readonly legacy?: boolean;
}

/** Accounts of these types are MultiMailbox accounts with this kind of mailbox. */
const MAILBOX_TYPES: readonly Bytes[] = ['TextMailbox', 'MailDirMailbox', 'SlicedMailbox'];
/** Settings that whoever may create accounts may give to them. */
const ALWAYS: readonly Bytes[] = ['RealName', 'Password'];

/** Creates an account from the template of its domain and the settings given. */
export async function createAccount(
  core: Core,
  who: Principal,
  raw: Bytes,
  options: NewAccount = {},
): Promise<AccountRecord> {
  const { domain, name } = core.targets.newPlace(who, raw, MANAGE);
  const kind = typeOf(options.type ?? null);
  const isSpecial = kind.mailbox !== null || options.legacy === true;
  if (isSpecial) core.rights.need(who, SPECIAL, domain.name);
  checkName(name);
  const given = options.settings ?? newDict();
  const allowed = permitted(core, who, given);
  for (const key of ALWAYS) {
    const value = given.entries[key];
    if (allowed !== given && value !== undefined) dictPut(allowed, key, value);
  }
  return addAccount(core, domain.id, name, allowed, kind, options.path ?? null);
}

/** Creates an account without asking for rights. `settings` are changes over the template. */
export async function addAccount(
  core: Core,
  domainId: number,
  name: Bytes,
  settings: Dict,
  kind: { readonly type: AccountType; readonly mailbox: Bytes | null } = typeOf(null),
  path: Bytes | null = null,
): Promise<AccountRecord> {
  const changes = kind.mailbox === null ? settings : withMailbox(settings, kind.mailbox);
  const domain = core.domains.get(domainId);
  if (domain === null) throw new PosternError('domain-unknown');
  const template = domain.template;
  const encryption = [changes, template, core.resolver.accountBase(domain)]
    .map(level => textSetting(level, 'PasswordEncryption', ''))
    .find(name => name !== '' && name.toLowerCase() !== 'default');
  checkRuleSettings(changes);
  const encoded = await withEncodedPasswords(core.vault, changes, encryption ?? 'scrypt');
  const id = await core.ids.next();
  return core.store.transact(domainOwner(domainId), async tx => {
    const now = domainIn(tx, domainId);
    if (path !== null && !namesFrom(tx.get(domainKey(domainId, 'storages'))).includes(lower(path)))
      throw new PosternError('failed', { args: ['account storage is not found'] });
    const limit = limitSetting(core.resolver.domain(now), 'AccountsLimit', null);
    claimName(tx, domainId, name, { kind: 'account', id }, limit);
    const explicit = updated(now.template, encoded);
    const mailboxes = explicit.entries.Mailboxes;
    dictDelete(explicit, 'Mailboxes');
    const record: AccountRecord = {
      id,
      name,
      domainId,
      type: kind.type,
      created: core.clock(),
      settings: explicit,
      rights: [],
    };
    putNew(tx, record);
    const names = Array.isArray(mailboxes) ? mailboxes.filter(item => typeof item === 'string') : [];
    await core.owned.created(tx, record, names);
    return record;
  });
}

/** What a type word means; refuses unknown ones. */
export function typeOf(word: Bytes | null): { readonly type: AccountType; readonly mailbox: Bytes | null } {
  if (word === null) return { type: 'MultiMailbox', mailbox: null };
  const type = accountType(word);
  if (type !== null) return { type, mailbox: null };
  const mailbox = MAILBOX_TYPES.find(name => name.toLowerCase() === word.toLowerCase());
  if (mailbox === undefined) throw new PosternError('illegal-value', { args: ['accountType'] });
  return { type: 'MultiMailbox', mailbox };
}

function withMailbox(settings: Dict, mailbox: Bytes): Dict {
  const all = replaced(dictOf([['DefaultMailboxType', mailbox]]));
  for (const [key, value] of Object.entries(settings.entries)) dictPut(all, key, value);
  return all;
}
