/** What accounts and domains keep beside mail: file storage, skins, data sets, rosters; made over the core. */
import { PosternError } from '../../errors/index.js';
import type { Core } from '../core/core.js';
import { accountOwner } from '../core/keys.js';
import type { DataDeps } from '../datasets/index.js';
import { Datasets, defaultDataLimits } from '../datasets/index.js';
import { defaultFileLimits, Files } from '../files/index.js';
import { expandGroup } from '../groups/members.js';
import type { Principal } from '../principal.js';
import { rule } from '../rights/rule.js';
import { Roster } from '../roster/index.js';
import { type CheckSkinFile, defaultSkinLimits, Skins } from '../skins/index.js';

const OWN = rule('own|Users|Domain');
const FILES = rule('own|Users|Domain:CanAccessWebSites');
const SKINS = rule('Users|Domain:CanModifySkins');
const SERVER_SKINS = rule('Users');
const STOCK_SKINS = rule('Users|Domain:CanModifySkins');

/** Where things come from that the object layer does not keep. */
export interface ContentOptions {
  /** Folder of the stock skins. */
  readonly stockFolder: string;
}

export interface Content {
  readonly skins: Skins;
  readonly files: Files;
  readonly datasets: Datasets;
  readonly roster: Roster;
  /** Puts the compile check of skin files in place; before that every file is fine. */
  setSkinCheck(check: CheckSkinFile): void;
}

/** An account by its number. */
interface Owner {
  readonly account: string;
  readonly domain: string;
  readonly id: number;
}

/** Makes the services and lets them clean up behind removed accounts and domains. */
export function openContent(core: Core, options: ContentOptions): Content {
  const { store, clock, domains, accounts, rights, resolver, targets } = core;
  let check: CheckSkinFile = async () => null;
  const owner = (who: Principal, name: string): Owner => {
    const place = targets.locate(who, name);
    const entry = accounts.entry(place.domain.id, place.name);
    const account = entry?.kind === 'account' || entry?.kind === 'alias' ? accounts.get(entry.id) : null;
    if (account === null) throw new PosternError('account-unknown');
    return { account: account.name, domain: place.domain.name, id: account.id };
  };
  const settings = ({ id }: Owner) => {
    const account = accounts.get(id);
    if (account === null) throw new PosternError('account-unknown');
    return resolver.account(account);
  };
  const writer = ({ id }: Owner): string => accountOwner(id);
  const skins = new Skins({
    store,
    clock,
    domainId: name => {
      const record = domains.find(name);
      if (record === null) throw new PosternError('domain-unknown');
      return String(record.id);
    },
    needModify: (who, domain) => rights.need(who, domain === null ? SERVER_SKINS : SKINS, domain),
    needStock: who => rights.need(who, STOCK_SKINS, who.kind === 'account' ? who.domain : null),
    check: (name, bytes) => check(name, bytes),
    stockFolder: options.stockFolder,
    limits: () => defaultSkinLimits,
    problem: text => core.log.problem(text),
  });
  const files = new Files(
    {
      store,
      clock,
      owner,
      mayEverything: (who, of) => rights.allows(who, FILES, of.domain, of.account),
      isMember: (group, domain, member) =>
        expandGroup(core, { account: group, domain }).some(
          one => one.account === member.account && one.domain === member.domain,
        ),
      settings,
      writer,
      limits: () => defaultFileLimits,
    },
    skins,
  );
  const data: DataDeps = {
    store,
    clock,
    owner,
    needOwn: (who, of) => rights.need(who, OWN, of.domain, of.account),
    settings,
    local: address => {
      try {
        return address.includes('@') ? owner({ kind: 'system' }, address) : null;
      } catch (error) {
        if (error instanceof PosternError) return null;
        throw error;
      }
    },
    writer,
    limits: () => defaultDataLimits,
  };
  const datasets = new Datasets(data);
  const roster = new Roster(data);
  core.owned.register({
    name: 'content',
    cleanAccount: id =>
      store.transact(accountOwner(id), async tx => {
        await files.dropAccount(tx, id);
        await datasets.dropAccount(tx, id);
        await roster.dropAccount(tx, id);
      }),
    cleanDomain: id => store.transact(`skins:${id}`, tx => skins.dropSet(tx, String(id), null)),
    usage: id => {
      const { files: count, size } = files.counters({ account: '', domain: '', id });
      return { FileStorageUsed: size, FileStorageFiles: count };
    },
  });
  return {
    skins,
    files,
    datasets,
    roster,
    setSkinCheck: wanted => {
      check = wanted;
    },
  };
}
