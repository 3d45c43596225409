/** Text datasets of selected skins and languages (webapp.md A4), merged and kept until a `.data` file changes. */
import { type Dict, dictGet, dictKeys, dictSet, isDict, newDict } from '../../stdlib/values/index.js';
import { SkinCache, type SkinChange } from './cache/skincache.js';
import { DictionaryError, type ReadDictionary, type SkinLevel, type SkinSource } from './sources.js';
import type { SkinChoice } from './types.js';

export interface TextOptions {
  readonly skins: SkinSource;
  readonly readDictionary: ReadDictionary;
  readonly cacheSize: () => number;
  readonly cacheEnabled: () => boolean;
  readonly log: { failure(text: string): void };
}

/** Name of the files of the default language. */
const DEFAULT_LANGUAGE = 'strings';

/** Name that stands for all `.data` files: a new one may add to any dataset. */
const ANY_DATA = '*.data';

/** Language names that could leave the skin are none. */
const languageName = /^[a-z0-9_-]{1,64}$/;

/** Puts all pairs of one dictionary into another one; those of the source win. */
function putAll(target: Dict, source: Dict): void {
  for (const key of dictKeys(source)) dictSet(target, key, dictGet(source, key));
}

/** The text datasets of a server. */
export class Texts {
  private readonly cache: SkinCache<Dict>;

  constructor(private readonly options: TextOptions) {
    this.cache = new SkinCache(options.cacheSize, options.cacheEnabled);
  }

  /** The merged dataset of a skin and a language, null for the default one. Must not be changed. */
  get(skin: SkinChoice, language: string | null): Promise<Dict> {
    const known = this.nameOf(language);
    return this.cache.get(skin, known, uses => {
      uses(ANY_DATA);
      return this.merge(skin, known);
    });
  }

  /** The same when it is at hand. */
  known(skin: SkinChoice, language: string | null): Dict | undefined {
    return this.cache.peek(skin, this.nameOf(language));
  }

  private nameOf(language: string | null): string {
    if (language === null) return DEFAULT_LANGUAGE;
    const name = language.toLowerCase();
    return languageName.test(name) ? name : DEFAULT_LANGUAGE;
  }

  /** Drops what a change concerns. */
  drop(change: SkinChange): void {
    if (change.file === null) this.cache.drop(change);
    else if (change.file.endsWith('.data')) this.cache.drop({ domain: change.domain, file: ANY_DATA });
  }

  clear(): void {
    this.cache.clear();
  }

  /** Per key: the language in every skin of the order, then the default in every skin. Last written wins here. */
  private async merge(skin: SkinChoice, language: string): Promise<Dict> {
    const levels = [...(await this.options.skins.levels(skin))].reverse();
    const merged = newDict();
    const languages = language === DEFAULT_LANGUAGE ? [DEFAULT_LANGUAGE] : [DEFAULT_LANGUAGE, language];
    for (const name of languages) {
      for (const level of levels) putAll(merged, await this.group(level, name));
    }
    return merged;
  }

  /** The dataset of one language in one skin: the main file and its sub files. */
  private async group(level: SkinLevel, language: string): Promise<Dict> {
    const group = newDict();
    const files = [...(await level.list())].sort();
    const main = `${language}.data`;
    if (files.includes(main)) putAll(group, await this.read(level, main));
    for (const file of files) {
      const match = /^([^.]+)\.(.+)\.data$/.exec(file);
      const sub = match?.[2];
      if (match?.[1] !== language || sub === undefined) continue;
      const old = dictGet(group, sub);
      const part = await this.read(level, file);
      if (isDict(old)) {
        const both = newDict();
        putAll(both, old);
        putAll(both, part);
        dictSet(group, sub, both);
      } else dictSet(group, sub, part);
    }
    return group;
  }

  /** A file as a dictionary; one that cannot be parsed counts as empty and is logged. */
  private async read(level: SkinLevel, file: string): Promise<Dict> {
    const bytes = await level.read(file);
    if (bytes === null) return newDict();
    const result = this.options.readDictionary(bytes);
    if (!(result instanceof DictionaryError)) return result;
    this.options.log.failure(`text dataset ${file}:${result.line}:${result.column}: ${result.message}`);
    return newDict();
  }
}
