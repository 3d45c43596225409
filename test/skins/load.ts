/** The stock skins as they lie in the repository, with the search order and the text datasets of a server. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from '../../stdlib/data/index.js';
import { type Dict, dictGet, dictKeys, dictSet, isDict, newDict } from '../../stdlib/values/index.js';

/** The folder of all stock skins. */
export const skinsFolder = fileURLToPath(new URL('../../skins', import.meta.url));

/** Folder of the unnamed skin; every other folder beside it is a named one. */
const UNNAMED = 'stock';

/** Files of one skin, without those of the skins behind it. */
export type SkinFiles = ReadonlyMap<string, Buffer>;

/** Reads one folder. */
export function readSkinFolder(folder: string): SkinFiles {
  const names = readdirSync(folder).filter(name => statSync(join(folder, name)).isFile());
  return new Map(names.map(name => [name, readFileSync(join(folder, name))]));
}

/** Every stock skin by its name, `''` for the unnamed one. */
export const stockSkins: ReadonlyMap<string, SkinFiles> = new Map(
  readdirSync(skinsFolder).map(name => [
    name === UNNAMED ? '' : name,
    readSkinFolder(join(skinsFolder, name)),
  ]),
);

/** The skins that a file is looked for in, first one first. */
export function searchOrder(skin: string): SkinFiles[] {
  const names = skin === '' ? [''] : [skin, ''];
  return names.map(name => stockSkins.get(name) ?? new Map());
}

/** All files that can be seen through a skin, as text. */
export function visibleFiles(skin: string): Record<string, string> {
  const files: Record<string, string> = Object.create(null);
  for (const level of searchOrder(skin).reverse()) {
    for (const [name, bytes] of level) files[name] = bytes.toString('utf8');
  }
  return files;
}

/** Reads a dictionary in Data format. */
export function readDataset(text: Buffer | string): Dict {
  const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text);
  const result = parse(bytes.toString('latin1'));
  if (!('value' in result)) throw new Error(`no data: ${JSON.stringify(result)}`);
  if (!isDict(result.value)) throw new Error('no dictionary');
  return result.value;
}

/** The merged text dataset of a skin: every key in the language first, then in the default one. */
export function textsOf(skin: string, language: string | null): Dict {
  const texts = newDict();
  const order = searchOrder(skin).reverse();
  for (const file of ['strings.data', ...(language === null ? [] : [`${language}.data`])]) {
    for (const level of order) {
      const bytes = level.get(file);
      const dict = bytes ? readDataset(bytes) : newDict();
      for (const key of dictKeys(dict)) dictSet(texts, key, dictGet(dict, key));
    }
  }
  return texts;
}
