/** The dictionaries of a domain: its settings, defaults and template, each read, merged and replaced in the same way. */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import type { Core } from '../core/core.js';
import { domainIn } from '../core/domaintable.js';
import { domainOwner } from '../core/keys.js';
import type { DomainRecord } from '../core/types.js';
import { withEncodedPasswords } from '../passwords/settings.js';
import type { Principal } from '../principal.js';
import type { Rule } from '../rights/rule.js';
import { checkRuleSettings } from '../rules/settings.js';
import { permitted } from '../settings/permitted.js';
import { textSetting } from '../settings/read.js';
import { replaced, updated } from '../settings/update.js';
import { visible } from '../settings/visible.js';
import { MANAGE, PREFS, READ, UPDATE } from './rules.js';
import { putDomain } from './write.js';

/** Which dictionary of a domain. */
export type DomainDict = 'settings' | 'accountDefaults' | 'accountPrefs' | 'template';

interface Kind {
  readonly update: Rule;
  readonly replace: Rule;
  /** A domain administrator changes only settings that his codes name. */
  readonly filtered: boolean;
}

const KINDS: Readonly<Record<DomainDict, Kind>> = {
  settings: { update: UPDATE, replace: MANAGE, filtered: true },
  accountDefaults: { update: UPDATE, replace: MANAGE, filtered: true },
  accountPrefs: { update: PREFS, replace: PREFS, filtered: false },
  template: { update: UPDATE, replace: UPDATE, filtered: true },
};

/** Explicit values. */
export function readDomainDict(core: Core, who: Principal, raw: Bytes | null, which: DomainDict): Dict {
  return visible(core, who, core.targets.domain(who, raw, READ)[which]);
}

/** Merges changes. */
export async function updateDomainDict(
  core: Core,
  who: Principal,
  raw: Bytes | null,
  which: DomainDict,
  changes: Dict,
): Promise<void> {
  const kind = KINDS[which];
  const domain = core.targets.domain(who, raw, kind.update);
  const allowed = kind.filtered ? permitted(core, who, changes) : changes;
  await change(core, domain, which, allowed, updated);
}

/** Replaces the dictionary. */
export async function replaceDomainDict(
  core: Core,
  who: Principal,
  raw: Bytes | null,
  which: DomainDict,
  settings: Dict,
): Promise<void> {
  const kind = KINDS[which];
  const domain = core.targets.domain(who, raw, kind.replace);
  const allowed = kind.filtered ? permitted(core, who, settings) : settings;
  await change(core, domain, which, allowed, (_, next) => replaced(next));
}

async function change(
  core: Core,
  domain: DomainRecord,
  which: DomainDict,
  given: Dict,
  merge: (old: Dict, given: Dict) => Dict,
): Promise<void> {
  if (which === 'accountDefaults' || which === 'template') checkRuleSettings(given);
  const encryption = textSetting(core.resolver.accountBase(domain), 'PasswordEncryption', 'scrypt');
  const encoded =
    which === 'accountPrefs' ? given : await withEncodedPasswords(core.vault, given, encryption);
  await core.store.transact(domainOwner(domain.id), tx => {
    const old = domainIn(tx, domain.id);
    putDomain(tx, { ...old, [which]: merge(old[which], encoded) });
  });
}
