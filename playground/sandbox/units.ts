/** Programs and pages of a workspace, linked when somebody asks for them. */
import {
  type DebugTable,
  type Diagnostic,
  type ExtraSection,
  hasErrors,
  type LinkedPage,
  type LinkedProgram,
  linkPage,
  linkProgram,
} from '../../compiler/index.js';
import { parse } from '../../stdlib/data/index.js';
import { dictGet, dictPut, newDict } from '../../stdlib/values/dict.js';
import { isDict } from '../../stdlib/values/is.js';
import type { Dict } from '../../stdlib/values/types.js';
import { folderOf, levels, readThrough } from '../language/behind.js';
import { toUtf8 } from '../language/text.js';
import type { FileSource } from '../language/types.js';

/** Files with their bytes: programs can read every file of their skin. */
export interface WorkFiles extends FileSource {
  bytes(file: string): Uint8Array | null;
  readonly behind?: WorkFiles;
}

export interface Linked<Unit> {
  readonly unit: Unit | null;
  readonly diagnostics: readonly Diagnostic[];
}

export class Units {
  /** Files are looked for beside the one that is run. */
  private readonly folder: string;
  private readonly probes: { readonly debug?: DebugTable };

  constructor(
    private readonly files: WorkFiles,
    entry: string,
    /** Procedures beyond the built-ins. */
    private readonly extra: readonly ExtraSection[] = [],
    debug?: DebugTable,
  ) {
    this.probes = debug === undefined ? {} : { debug };
    this.folder = folderOf(entry);
  }

  /** Text of a file beside the entry, by its name without folder. */
  source(file: string): string | null {
    return readThrough(this.files, this.folder, file);
  }

  bytes(file: string): Uint8Array | null {
    for (const [files, folder] of levels<WorkFiles>(this.files, this.folder)) {
      const bytes = files.bytes(folder + file.toLowerCase());
      if (bytes !== null) return bytes;
    }
    return null;
  }

  program(file: string): Linked<LinkedProgram> {
    const name = file.slice(file.lastIndexOf('/') + 1);
    const { program, diagnostics } = linkProgram(name, other => this.source(other), {
      environment: 'web',
      extra: this.extra,
      ...this.probes,
    });
    return { unit: hasErrors(diagnostics) ? null : program, diagnostics };
  }

  page(file: string): Linked<LinkedPage> {
    const name = file.slice(file.lastIndexOf('/') + 1);
    const { page, diagnostics } = linkPage(name, other => this.source(other), this.probes);
    return { unit: page, diagnostics };
  }

  /** Texts of the default language, then those of the language, which win; each from the skins behind first. */
  texts(language: string | null): Dict {
    const merged = newDict();
    const skins = [...levels<WorkFiles>(this.files, this.folder)].reverse();
    for (const name of ['strings', ...(language === null ? [] : [language.toLowerCase()])]) {
      for (const [files, folder] of skins) putAll(merged, group(files, folder, name));
    }
    return merged;
  }
}

function putAll(target: Dict, source: Dict): void {
  for (const key in source.entries) dictPut(target, key, dictGet(source, key));
}

function read(files: WorkFiles, file: string): Dict | null {
  const text = files.read(file);
  const result = text === null ? null : parse(toUtf8(text));
  return result?.ok === true && isDict(result.value) ? result.value : null;
}

/** The texts of one language in one skin: `strings.data`, and `strings.shop.data` as its key `shop`. */
function group(files: WorkFiles, folder: string, language: string): Dict {
  const merged = newDict();
  const main = read(files, `${folder}${language}.data`);
  if (main !== null) putAll(merged, main);
  const names = files.list().map(name => name.toLowerCase());
  for (const name of names.filter(name => name.startsWith(`${folder}${language}.`)).sort()) {
    const key = /^\.(.+)\.data$/.exec(name.slice(folder.length + language.length))?.[1];
    const part = key === undefined || key.includes('/') ? null : read(files, name);
    if (key === undefined || part === null) continue;
    const old = dictGet(merged, key);
    const both = newDict();
    if (isDict(old)) putAll(both, old);
    putAll(both, part);
    dictPut(merged, key, both);
  }
  return merged;
}
