/** A small server for tests: an object layer over a store in memory, or in a folder. */
import { expect } from 'vitest';
import {
  createObjects,
  type Objects,
  type ObjectsOptions,
  type Principal,
  verifyObjects,
} from '../../../host/objects/api.js';
import { openStore, type Store } from '../../../host/storage/index.js';
import { parse, printCompact } from '../../../stdlib/data/index.js';
import type { Dict, Value } from '../../../stdlib/values/types.js';

export const PASSWORD = 'pm-pass-1';

export const POSTMASTER: Principal = { kind: 'account', account: 'postmaster', domain: 'main.example' };

export interface World {
  readonly store: Store;
  readonly objects: Objects;
  /** Milliseconds; tests move it. */
  readonly time: { now: number };
  close(): Promise<void>;
}

export async function makeWorld(folder?: string, options: Partial<ObjectsOptions> = {}): Promise<World> {
  const store = await openStore(
    folder === undefined ? { memory: true, detectNested: true } : { folder, detectNested: true },
  );
  const time = { now: Date.UTC(2030, 0, 2, 3, 4, 5) };
  const objects = await createObjects({
    store,
    mainDomain: 'main.example',
    hostName: 'host.example',
    baseFolder: '/tmp',
    clock: () => time.now,
    firstPassword: PASSWORD,
    scryptLog2: 10,
    ...options,
  });
  return {
    store,
    objects,
    time,
    /** Whatever a test did, the records agree with each other. */
    async close() {
      await objects.close();
      try {
        expect(await verifyObjects(store)).toEqual([]);
      } finally {
        await store.close();
      }
    },
  };
}

export const user = (account: string, domain: string): Principal => ({ kind: 'account', account, domain });

/** A value from its Data text; nulls of updates are kept. */
export function data(text: string): Value {
  const result = parse(text, { keepNulls: true });
  if (!result.ok) throw new Error(`bad test data: ${text}`);
  return result.value;
}

export const dict = (text: string): Dict => data(text) as Dict;

/** Data text of a value. */
export const text = (value: Value | readonly Value[]): string => printCompact(value as Value);

/** Code of the error that a call ends with, `ok` if it does not fail. */
export async function codeOf(call: () => unknown): Promise<string> {
  try {
    await call();
    return 'ok';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
