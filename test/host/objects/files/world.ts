/** Accounts in memory and a store in memory behind the services of this folder. */

import { PosternError } from '../../../../host/errors/index.js';
import type { Principal } from '../../../../host/objects/api.js';
import {
  defaultFileLimits,
  Files,
  type FilesDeps,
  type Owner,
} from '../../../../host/objects/files/index.js';
import { defaultSkinLimits, Skins, type SkinsDeps } from '../../../../host/objects/skins/index.js';
import { openStore, type Store } from '../../../../host/storage/index.js';
import { dictOf } from '../../../../stdlib/values/index.js';

export const principal = (account: string, domain = 'd.test'): Principal => ({
  kind: 'account',
  account,
  domain,
});
export const bytes = (text: string) => Buffer.from(text, 'utf8');

export interface World {
  readonly store: Store;
  readonly files: Files;
  readonly skins: Skins;
  readonly settings: Record<string, string>;
  /** Milliseconds; tests move it. */
  now: number;
  readonly checked: string[];
}

/** Accounts `ann`, `bob` and `adm` (an administrator) of d.test. */
export async function makeWorld(stockFolder = '/nonexistent'): Promise<World> {
  const store = await openStore({ folder: '', memory: true });
  const ids: Record<string, number> = { ann: 1, bob: 2, adm: 3 };
  const world = { store, settings: {} as Record<string, string>, now: 1_000_000, checked: [] as string[] };
  const owner = (who: Principal, name: string): Owner => {
    const own = name === '*' && who.kind === 'account' ? who.account : name;
    const account = own.split('@')[0]?.toLowerCase() ?? '';
    const id = ids[account];
    if (id === undefined) throw new PosternError('account-unknown');
    return { account, domain: 'd.test', id };
  };
  const isAdmin = (who: Principal) => who.kind === 'account' && who.account === 'adm';
  const skinsDeps: SkinsDeps = {
    store,
    clock: () => world.now,
    domainId: domain => domain,
    needModify: who => {
      if (!isAdmin(who)) throw new PosternError('no-rights');
    },
    needStock: () => {},
    check: async (name, content) => {
      world.checked.push(name);
      return Buffer.from(content).includes('!') ? { line: 2, column: 3, message: 'bad' } : null;
    },
    stockFolder,
    limits: () => defaultSkinLimits,
    problem: () => {},
  };
  const skins = new Skins(skinsDeps);
  const deps: FilesDeps = {
    store,
    clock: () => world.now,
    owner,
    mayEverything: (who, { account }) => isAdmin(who) || (who.kind === 'account' && who.account === account),
    isMember: (group, _domain, member) => group === 'team' && member.account === 'bob',
    settings: () => dictOf(Object.entries(world.settings)),
    writer: ({ account }) => `a:${account}`,
    limits: () => defaultFileLimits,
  };
  return Object.assign(world, { skins, files: new Files(deps, skins) });
}

/** Code of the error that a promise rejects with, `ok` when it does not. */
export async function codeOf(work: Promise<unknown> | (() => Promise<unknown>)): Promise<string> {
  try {
    await (typeof work === 'function' ? work() : work);
    return 'ok';
  } catch (error) {
    if (error instanceof PosternError) return error.code;
    throw error;
  }
}
