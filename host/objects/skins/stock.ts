/** The stock skins: part of the software, read from its folder once, read-only (webapp.md A1). */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { skinKey } from './names.js';
import type { SkinFile, SkinFileInfo } from './types.js';

/** Folder of the unnamed stock skin. */
const UNNAMED = 'stock';

interface StockSkin {
  readonly name: string;
  readonly files: ReadonlyMap<string, SkinFile>;
}

function readSkin(folder: string): ReadonlyMap<string, SkinFile> {
  const files = new Map<string, SkinFile>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    const bytes = readFileSync(path);
    const version = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
    files.set(entry.name.toLowerCase(), { bytes, modified: Math.floor(statSync(path).mtimeMs), version });
  }
  return files;
}

/** All stock skins by the key of their name. */
function readSkins(folder: string): ReadonlyMap<string, StockSkin> {
  const skins = new Map<string, StockSkin>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const name = entry.name === UNNAMED ? '' : entry.name;
    skins.set(skinKey(name), { name, files: readSkin(join(folder, entry.name)) });
  }
  return skins;
}

/** The stock skins. */
export class StockSkins {
  private skins: ReadonlyMap<string, StockSkin> | null = null;

  constructor(
    private readonly folder: string,
    private readonly problem: (text: string) => void,
  ) {}

  private all(): ReadonlyMap<string, StockSkin> {
    if (this.skins) return this.skins;
    if (this.folder === '') return new Map();
    try {
      this.skins = this.folder === '' ? new Map() : readSkins(this.folder);
    } catch (error) {
      this.problem(
        `the stock skins cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
      this.skins = new Map();
    }
    return this.skins;
  }

  has(skin: string): boolean {
    return this.all().has(skinKey(skin));
  }

  /** The name in its own letter case, null when there is no such skin. */
  nameOf(skin: string): string | null {
    return this.all().get(skinKey(skin))?.name ?? null;
  }

  /** Names of the named skins. */
  names(): string[] {
    return [...this.all().values()].map(({ name }) => name).filter(name => name !== '');
  }

  read(skin: string, file: string): SkinFile | null {
    return this.all().get(skinKey(skin))?.files.get(file) ?? null;
  }

  /** Files of a skin, null when there is none of that name. */
  list(skin: string): SkinFileInfo[] | null {
    const found = this.all().get(skinKey(skin));
    if (!found) return null;
    return [...found.files].map(([name, { bytes, modified }]) => ({ name, size: bytes.length, modified }));
  }
}
