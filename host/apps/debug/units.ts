/** Units with probes, compiled for one debugger; its table goes on from unit to unit. */
import type { LinkedPage, LinkedProgram } from '../../../compiler/index.js';
import { PosternError } from '../../errors/index.js';
import type { CompileJob, DebugNumbers } from '../compile/protocol.js';
import type { CompilerThread } from '../compile/thread.js';
import { CompileFailure } from '../failure.js';
import { type SkinSource, sourceText } from '../sources.js';
import type { SkinChoice } from '../types.js';
import type { TablePart } from './protocol.js';

export interface DebugUnitOptions {
  readonly skins: SkinSource;
  readonly compiler: CompilerThread;
  readonly sourceLimit: () => number;
  readonly fileLimit: () => number;
}

export class DebugUnits {
  /** Texts of the files that were compiled, by lower-case name. */
  readonly sources = new Map<string, string>();
  private numbers: DebugNumbers = { sections: 0, places: 0 };
  /** Compilations go one after the other: each begins with the numbers of the one before. */
  private last: Promise<unknown> = Promise.resolve();

  /** @param grown told of each new part of the table before its code runs */
  constructor(
    private readonly options: DebugUnitOptions,
    private readonly grown: (part: TablePart) => void,
  ) {}

  /** Null: there is no such file. Throws CompileFailure. */
  program(skin: SkinChoice, file: string): Promise<LinkedProgram | null> {
    return this.make(skin, file, 'program') as Promise<LinkedProgram | null>;
  }

  page(skin: SkinChoice, file: string): Promise<LinkedPage | null> {
    return this.make(skin, file, 'page') as Promise<LinkedPage | null>;
  }

  private make(skin: SkinChoice, file: string, kind: 'program' | 'page'): Promise<unknown> {
    const made = this.last.then(() => this.compile(skin, file, kind));
    this.last = made.catch(() => undefined);
    return made;
  }

  private async compile(skin: SkinChoice, file: string, kind: 'program' | 'page'): Promise<unknown> {
    const { options } = this;
    const read = async (name: string): Promise<string | null> => {
      const bytes = await options.skins.read(skin, name);
      if (bytes === null) return null;
      if (this.sources.size >= options.fileLimit() || bytes.length > options.sourceLimit())
        throw new PosternError('too-large');
      const text = sourceText(bytes);
      this.sources.set(name.toLowerCase(), text);
      return text;
    };
    if ((await read(file)) === null) return null;
    const job: CompileJob = { kind, entry: file, debug: this.numbers };
    const { unit, diagnostics, debug } = await options.compiler.compile(job, read);
    if (unit === null || debug === undefined) {
      const first = diagnostics.find(d => d.severity === 'error');
      throw new CompileFailure(diagnostics, first ? (this.sources.get(first.file) ?? null) : null);
    }
    const { sections, places } = this.numbers;
    this.numbers = {
      sections: sections + debug.sections.length,
      places: places + debug.places.length,
    };
    this.grown(debug);
    return unit;
  }
}
