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
import { toUtf8 } from '../language/text.js';
import type { FileSource } from '../language/types.js';

/** Files with their bytes: programs can read every file of their skin. */
export interface WorkFiles extends FileSource {
  bytes(file: string): Uint8Array | null;
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
    this.folder = entry.slice(0, entry.lastIndexOf('/') + 1).toLowerCase();
  }

  /** Text of a file beside the entry, by its name without folder. */
  source(file: string): string | null {
    return this.files.read(this.folder + file.toLowerCase());
  }

  bytes(file: string): Uint8Array | null {
    return this.files.bytes(this.folder + file.toLowerCase());
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

  /** `strings.data` and the file of the language, the language wins. */
  texts(language: string | null): Dict {
    const merged = newDict();
    const names = ['strings', ...(language === null ? [] : [language.toLowerCase()])];
    for (const name of names) {
      const text = this.source(`${name}.data`);
      const result = text === null ? null : parse(toUtf8(text));
      if (result?.ok !== true || !isDict(result.value)) continue;
      for (const key in result.value.entries) dictPut(merged, key, dictGet(result.value, key));
    }
    return merged;
  }
}
