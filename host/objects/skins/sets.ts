/**
 * What is in which set, in memory: every request for a page asks several skins for its file, most of which do not
 * have it. A set is read from the store when it is first needed, and again after each change.
 */
import type { Store, Tx } from '../../storage/index.js';
import { unkey } from '../../storage/index.js';
import { skinKey } from './names.js';
import { decodeFile, decodeSkin, type FileRecord, filesOf, partText, skinsOf } from './records.js';

/** A skin of a set. */
export interface SetSkin {
  readonly name: string;
  readonly files: ReadonlyMap<string, FileRecord>;
}

/** Skins by the key of their name. */
export type SkinSet = ReadonlyMap<string, SetSkin>;

/** Reads a set from the store, or from a transaction. */
export async function readSet(
  store: Pick<Store, 'range'> | Pick<Tx, 'range'>,
  set: string,
): Promise<SkinSet> {
  const skins = new Map<string, SetSkin>();
  for await (const { key, value } of store.range(skinsOf(set))) {
    const stored = partText(unkey(key)[2]);
    const files = new Map<string, FileRecord>();
    for await (const file of store.range(filesOf(set, stored))) {
      files.set(partText(unkey(file.key)[3]), decodeFile(file.value));
    }
    skins.set(stored, { name: decodeSkin(value), files });
  }
  return skins;
}

/** The sets that were asked for. */
export class SkinSets {
  private readonly loaded = new Map<string, SkinSet>();
  private readonly loading = new Map<string, Promise<SkinSet>>();

  constructor(private readonly store: Store) {}

  /** The set, at once when it is in memory. */
  get(set: string): SkinSet | Promise<SkinSet> {
    return this.loaded.get(set) ?? this.load(set);
  }

  /** The set without waiting, undefined when it is not in memory. */
  peek(set: string): SkinSet | undefined {
    return this.loaded.get(set);
  }

  /** Forgets a set: it changed. */
  drop(set: string): void {
    this.loaded.delete(set);
    this.loading.delete(set);
  }

  private load(set: string): Promise<SkinSet> {
    const running = this.loading.get(set);
    if (running) return running;
    const load = readSet(this.store, set).then(
      skins => {
        // A set that changed meanwhile is read again by the next who asks.
        if (this.loading.get(set) === load) {
          this.loading.delete(set);
          this.loaded.set(set, skins);
        }
        return skins;
      },
      error => {
        if (this.loading.get(set) === load) this.loading.delete(set);
        throw error;
      },
    );
    this.loading.set(set, load);
    return load;
  }
}

/** Finds a skin of a set. */
export const skinOf = (set: SkinSet, skin: string): SetSkin | undefined => set.get(skinKey(skin));
