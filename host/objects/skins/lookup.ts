/** Looking skins up in the search order (webapp.md A2, A3): for everybody, since visitors see pages. */
import { SkinContents } from './contents.js';
import { skinKey } from './names.js';
import { type Level, searchOrder } from './order.js';
import type { FileRecord } from './records.js';
import { SkinSets } from './sets.js';
import { StockSkins } from './stock.js';
import type { SkinChange, SkinChoice, SkinFile, SkinFileInfo, SkinsDeps } from './types.js';

/** The set of the server. */
const SERVER = '';

/** One skin of the search order: its files alone. */
export interface SkinLevel {
  list(): Promise<readonly string[]>;
  read(file: string): Promise<Uint8Array | null>;
}

export const fileInfo = (name: string, { size, modified }: FileRecord): SkinFileInfo => ({
  name,
  size,
  modified,
});

function fileOf({ modified, blob }: FileRecord, bytes: Uint8Array): SkinFile {
  return { bytes, modified, version: blob === '' ? 'empty' : blob };
}

/** What everybody may ask. */
export class SkinLookup {
  protected readonly sets: SkinSets;
  protected readonly contents: SkinContents;
  protected readonly stock: StockSkins;
  private readonly listeners = new Set<(change: SkinChange) => void>();

  constructor(protected readonly deps: SkinsDeps) {
    this.sets = new SkinSets(deps.store);
    this.contents = new SkinContents(deps.store.blobs, () => deps.limits().cacheBytes);
    this.stock = new StockSkins(deps.stockFolder, deps.problem);
  }

  /** Calls the listener after each change; the result ends that. */
  onChange(listener: (change: SkinChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A set changed: what is known of it goes, everybody who listens is told. */
  protected changed(set: string, change: SkinChange): void {
    this.sets.drop(set);
    for (const listener of this.listeners) listener(change);
  }

  /** The first file of that name in the search order; at once when everything is in memory. */
  read(choice: SkinChoice, file: string): SkinFile | null | Promise<SkinFile | null> {
    const name = file.toLowerCase();
    for (const level of searchOrder(choice)) {
      if (level.domain === undefined) {
        const found = this.stock.read(level.skin, name);
        if (found) return found;
        continue;
      }
      const set = this.sets.peek(this.setOf(level.domain));
      if (!set) return this.readSlowly(choice, name);
      const record = set.get(level.skin)?.files.get(name);
      if (!record) continue;
      const bytes = this.contents.peek(record.blob);
      return bytes ? fileOf(record, bytes) : this.load(record);
    }
    return null;
  }

  private async readSlowly(choice: SkinChoice, name: string): Promise<SkinFile | null> {
    for (const level of searchOrder(choice)) {
      const found = await this.readLevel(level, name);
      if (found) return found;
    }
    return null;
  }

  private async readLevel({ domain, skin }: Level, name: string): Promise<SkinFile | null> {
    if (domain === undefined) return this.stock.read(skin, name);
    const record = (await this.sets.get(this.setOf(domain))).get(skin)?.files.get(name);
    return record ? this.load(record) : null;
  }

  protected async load(record: FileRecord): Promise<SkinFile> {
    return fileOf(record, await this.contents.get(record.blob));
  }

  /** The existing skins of the search order, each with its own files alone. */
  async levels(choice: SkinChoice): Promise<SkinLevel[]> {
    const levels: SkinLevel[] = [];
    for (const level of searchOrder(choice)) {
      const names = await this.namesAt(level);
      if (names === null) continue;
      levels.push({
        list: async () => names,
        read: async (file: string) => (await this.readLevel(level, file.toLowerCase()))?.bytes ?? null,
      });
    }
    return levels;
  }

  private async namesAt({ domain, skin }: Level): Promise<string[] | null> {
    if (domain === undefined) return this.stock.list(skin)?.map(({ name }) => name) ?? null;
    const found = (await this.sets.get(this.setOf(domain))).get(skin);
    return found ? [...found.files.keys()] : null;
  }

  /** The name as it is written where it is found first: the domain's, the server-wide, the stock set; else null. */
  async named(domain: string | null, skin: string): Promise<string | null> {
    const key = skinKey(skin);
    const own = domain === null ? undefined : (await this.sets.get(this.setOf(domain))).get(key);
    return (own ?? (await this.sets.get(SERVER)).get(key))?.name ?? this.stock.nameOf(skin);
  }

  /** True when the name is found in the domain's, the server-wide or the stock set. */
  async exists(domain: string | null, skin: string): Promise<boolean> {
    return (await this.named(domain, skin)) !== null;
  }

  /** Names of all named skins that a domain can use, sorted. */
  async names(domain: string | null): Promise<string[]> {
    const found = new Map<string, string>();
    const add = (name: string) => found.has(skinKey(name)) || found.set(skinKey(name), name);
    if (domain !== null) for (const { name } of (await this.sets.get(this.setOf(domain))).values()) add(name);
    for (const { name } of (await this.sets.get(SERVER)).values()) add(name);
    for (const name of this.stock.names()) add(name);
    return [...found.values()].filter(name => name !== '').sort();
  }

  /** Files of one level, none when there is no such skin. */
  protected async infosAt({ domain, skin }: Level): Promise<SkinFileInfo[]> {
    if (domain === undefined) return this.stock.list(skin) ?? [];
    const found = (await this.sets.get(this.setOf(domain))).get(skin);
    return found ? [...found.files].map(([name, record]) => fileInfo(name, record)) : [];
  }

  protected setOf(domain: string | null): string {
    return domain === null ? SERVER : this.deps.domainId(domain);
  }
}
