/**
 * Mail to everybody of a domain: the name `all`, when no object has it (objects.md 2, 3). Who may write to it says the
 * domain setting `MailToAllAction`; accounts whose setting `MailToAll` is not YES are left out.
 */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { Core } from '../core/core.js';
import { namesOf } from '../core/namespace.js';
import type { DomainRecord } from '../core/types.js';
import { splitLogin } from '../names/syntax.js';
import type { Principal } from '../principal.js';
import { flagSetting, textSetting } from '../settings/read.js';

/** The name that means everybody. */
const ALL = 'all';

type MayWrite = (
  core: Core,
  sender: (Principal & { readonly kind: 'account' }) | null,
  domain: string,
) => boolean;

/** Values of `MailToAllAction`; every other one refuses. */
const ACTIONS: Readonly<Record<string, MayWrite>> = {
  anybody: () => true,
  accounts: (_core, sender, domain) => sender?.domain === domain,
  administrators: (core, sender, domain) =>
    sender !== null && (core.rights.has(sender, 'Users') || core.rights.domainRight(sender, domain)),
};

/** The account that signed in to send. */
function senderOf(email: Bytes | null): (Principal & { readonly kind: 'account' }) | null {
  const at = email?.lastIndexOf('@') ?? -1;
  return email === null || at < 1
    ? null
    : { kind: 'account', account: email.slice(0, at), domain: email.slice(at + 1) };
}

/**
 * Addresses of all accounts that an address stands for; null when it is an address as any other one, also for senders
 * who may not write to everybody: for them it does not exist.
 * @param sender `name@domain` of the account that sent the message, null for none
 */
export async function everybody(core: Core, address: Bytes, sender: Bytes | null): Promise<Bytes[] | null> {
  const { local, domain } = splitLogin(address);
  if (local !== ALL) return null;
  const record = domain === null ? core.domains.main : core.domains.find(domain);
  if (record === null || core.accounts.entry(record.id, ALL) !== null) return null;
  const action = textSetting(core.resolver.domain(record), 'MailToAllAction', '').toLowerCase();
  const may = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  return may?.(core, senderOf(sender), record.name) ? accountsOf(core, record) : null;
}

async function accountsOf(core: Core, { id, name: domain }: DomainRecord): Promise<Bytes[]> {
  const found: Bytes[] = [];
  for await (const [name, entry] of namesOf(core.store, id)) {
    if (entry.kind !== 'account') continue;
    const account = core.accounts.get(entry.id);
    if (account !== null && flagSetting(core.resolver.account(account), 'MailToAll'))
      found.push(`${name}@${domain}`);
  }
  return found;
}
