/**
 * Default settings of the server and of domains (cli.md 7.1), each read, merged and replaced in the same way: server-wide
 * defaults for domains, accounts and preferences; account defaults, default preferences and account template of a domain.
 */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import type { Core } from '../core/core.js';
import { MANAGE, READ_SERVER } from '../domains/rules.js';
import { readDomainDict, replaceDomainDict, updateDomainDict } from '../domains/settings.js';
import { withEncodedPasswords } from '../passwords/settings.js';
import type { Principal } from '../principal.js';
import { checkRuleSettings } from '../rules/settings.js';
import { textSetting } from '../settings/read.js';
import { SERVER_LEVELS } from '../settings/resolve.js';
import { replaced, updated } from '../settings/update.js';
import { visible } from '../settings/visible.js';

/** Server-wide dictionaries; they need no domain. */
export type ServerDefaults = 'serverDomain' | 'serverAccount' | 'serverPrefs';
/** Dictionaries of one domain; a null domain is that of whoever acts. */
export type DomainDefaults = 'accountDefaults' | 'accountPrefs' | 'template';

const ITEMS: Readonly<Record<ServerDefaults, string>> = {
  serverDomain: SERVER_LEVELS.domain,
  serverAccount: SERVER_LEVELS.account,
  serverPrefs: SERVER_LEVELS.prefs,
};

export class Defaults {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Explicit values. */
  get(who: Principal, which: ServerDefaults | DomainDefaults, domain: Bytes | null = null): Dict {
    if (!isServer(which)) return readDomainDict(this.#core, who, domain, which);
    this.#core.rights.need(who, READ_SERVER);
    return visible(this.#core, who, this.#core.server.dict(ITEMS[which]));
  }

  /** Merges changes. */
  async update(
    who: Principal,
    which: ServerDefaults | DomainDefaults,
    domain: Bytes | null,
    changes: Dict,
  ): Promise<void> {
    if (isServer(which)) await this.#change(who, which, changes, updated);
    else await updateDomainDict(this.#core, who, domain, which, changes);
  }

  /** Replaces the dictionary. */
  async set(
    who: Principal,
    which: ServerDefaults | DomainDefaults,
    domain: Bytes | null,
    settings: Dict,
  ): Promise<void> {
    if (isServer(which)) await this.#change(who, which, settings, (_, given) => replaced(given));
    else await replaceDomainDict(this.#core, who, domain, which, settings);
  }

  async #change(
    who: Principal,
    which: ServerDefaults,
    given: Dict,
    merge: (old: Dict, given: Dict) => Dict,
  ): Promise<void> {
    const { rights, server, vault } = this.#core;
    rights.need(who, MANAGE);
    if (which === 'serverAccount') checkRuleSettings(given);
    const encryption = textSetting(server.dict(SERVER_LEVELS.account), 'PasswordEncryption', 'scrypt');
    const encoded = which === 'serverAccount' ? await withEncodedPasswords(vault, given, encryption) : given;
    await server.changeDict(ITEMS[which], old => merge(old, encoded));
  }
}

function isServer(which: ServerDefaults | DomainDefaults): which is ServerDefaults {
  return Object.hasOwn(ITEMS, which);
}
