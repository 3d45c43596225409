/** What the browser keeps: the account, the last workspace, preferences. Works without, in private windows. */
import { type AccountState, emptyAccount } from '../sandbox/account/state.js';
import { workspaceOf } from './check.js';
import type { Workspace } from './workspace.js';

const NAME = 'postern-playground';
const STORE = 'kept';

function database(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function access<T>(
  mode: IDBTransactionMode,
  action: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | null> {
  try {
    const db = await database();
    return await new Promise((resolve, reject) => {
      const request = action(db.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } catch {
    // a browser that keeps nothing: everything works, but for one visit
    return null;
  }
}

export async function loadAccount(): Promise<AccountState> {
  const kept = (await access<unknown>('readonly', store =>
    store.get('account'),
  )) as Partial<AccountState> | null;
  return { ...emptyAccount(), ...kept };
}

export async function saveAccount(account: AccountState): Promise<void> {
  await access('readwrite', store => store.put(account, 'account'));
}

export async function loadWorkspace(): Promise<Workspace | null> {
  return workspaceOf(await access<unknown>('readonly', store => store.get('workspace')));
}

/** The workspace that another one took the place of. */
export async function loadBefore(): Promise<Workspace | null> {
  return workspaceOf(await access<unknown>('readonly', store => store.get('before')));
}

export async function saveBefore(workspace: Workspace): Promise<void> {
  await access('readwrite', store => store.put(workspace, 'before'));
}

export async function saveWorkspace(workspace: Workspace): Promise<void> {
  await access('readwrite', store => store.put(workspace, 'workspace'));
}
