/**
 * Settings that spell the name of a domain (objects.md 2, cli.md 5.1): `AdminDomainName` of other domains and of the
 * server-wide defaults. They follow when the domain gets another name: its administrators keep what they administer.
 */

import { dictOf } from '../../../stdlib/values/dict.js';
import type { Dict } from '../../../stdlib/values/types.js';
import type { Tx } from '../../storage/index.js';
import { dictFrom } from '../core/codec.js';
import type { Core } from '../core/core.js';
import { domainIn } from '../core/domaintable.js';
import { domainKey, domainNameKey, domainOwner, serverKey } from '../core/keys.js';
import { putServer } from '../core/serverrecords.js';
import type { DomainRecord } from '../core/types.js';
import { domainForm } from '../names/syntax.js';
import { SERVER_LEVELS } from '../settings/resolve.js';
import { claimDomainName, putDomain } from './write.js';

const SETTING = 'AdminDomainName';

/** Who has to own a transaction that gives the domain another name, besides the server. */
export function ownersOfName(core: Core, domain: DomainRecord): string[] {
  const named = [...core.domains.all()].filter(({ settings }) => names(settings, domain.name));
  return [domain, ...named].map(({ id }) => domainOwner(id));
}

/** Gives the domain another name, inside a transaction of the server and of `ownersOfName`. */
export function giveName(core: Core, tx: Tx, id: number, name: string): void {
  const old = domainIn(tx, id);
  if (old.name === name) return;
  tx.del(domainNameKey(old.name));
  claimDomainName(tx, name, id);
  putDomain(tx, { ...old, name, aliases: old.aliases.filter(alias => alias !== name) });
  for (const other of core.domains.all()) {
    if (tx.get(domainKey(other.id)) === undefined) continue;
    const record = domainIn(tx, other.id);
    if (names(record.settings, old.name))
      putDomain(tx, { ...record, settings: naming(record.settings, name) });
  }
  const defaults = dictFrom(tx.get(serverKey(SERVER_LEVELS.domain)));
  if (names(defaults, old.name)) putServer(tx, SERVER_LEVELS.domain, naming(defaults, name));
}

function names({ entries }: Dict, domain: string): boolean {
  const value = entries[SETTING];
  return typeof value === 'string' && domainForm(value) === domain;
}

const naming = ({ entries }: Dict, name: string): Dict =>
  dictOf(Object.entries({ ...entries, [SETTING]: name }));
