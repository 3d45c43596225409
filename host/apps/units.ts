/**
 * Linked units of selected skins: programs, modules that a program loads later, pages. Compiled in the compiler
 * thread, kept until a file that they asked for changes (webapp.md A5).
 */
import type { LinkedPage, LinkedProgram } from '../../compiler/index.js';
import { PosternError } from '../errors/index.js';
import { SkinCache, type SkinChange } from './cache/skincache.js';
import type { CompileJob } from './compile/protocol.js';
import type { CompilerThread } from './compile/thread.js';
import { CompileFailure } from './failure.js';
import { type SkinSource, sourceText } from './sources.js';
import type { SkinChoice } from './types.js';

export interface UnitOptions {
  readonly skins: SkinSource;
  readonly compiler: CompilerThread;
  readonly cacheSize: () => number;
  readonly cacheEnabled: () => boolean;
  /** Largest source file in bytes. */
  readonly sourceLimit: () => number;
  /** Files in one unit. */
  readonly fileLimit: () => number;
}

/** The units of a server. Null: the file of that name does not exist. CompileFailure: it has errors. */
export class Units {
  private readonly cache: SkinCache<unknown>;
  private readonly versions = new Map<string, number>();
  private serverVersion = 0;

  constructor(private readonly options: UnitOptions) {
    this.cache = new SkinCache(options.cacheSize, options.cacheEnabled);
  }

  /** A program or a module with everything that it names. */
  program(skin: SkinChoice, file: string): Promise<LinkedProgram | null> {
    return this.get(skin, file, { kind: 'program', entry: file }) as Promise<LinkedProgram | null>;
  }

  /** The same when it is at hand, undefined when it is not. */
  knownProgram(skin: SkinChoice, file: string): LinkedProgram | null | undefined {
    return this.cache.peek(skin, `program\0${file}`) as LinkedProgram | null | undefined;
  }

  /** A page with everything that it includes. */
  page(skin: SkinChoice, file: string): Promise<LinkedPage | null> {
    return this.get(skin, file, { kind: 'page', entry: file }) as Promise<LinkedPage | null>;
  }

  /** Source text of a file, for people; null when there is none, or when files have changed since that revision. */
  async source(skin: SkinChoice, file: string, revision: string): Promise<string | null> {
    const bytes = await this.options.skins.read(skin, file.toLowerCase());
    const isUsable = bytes !== null && bytes.length <= this.options.sourceLimit();
    return isUsable && this.revision(skin) === revision ? sourceText(bytes) : null;
  }

  /** Drops what a change concerns. */
  drop(change: SkinChange): void {
    if (change.domain === null) this.serverVersion++;
    else this.versions.set(change.domain, (this.versions.get(change.domain) ?? 0) + 1);
    this.cache.drop(change);
  }

  clear(): void {
    this.serverVersion++;
    this.cache.clear();
  }

  /** Text that changes with every file that a run in this skin could load. */
  revision(skin: SkinChoice): string {
    const own = skin.domain === null ? 0 : (this.versions.get(skin.domain) ?? 0);
    return `${skin.domain ?? ''}/${skin.skin.toLowerCase()}/${this.serverVersion}/${own}`;
  }

  get size(): number {
    return this.cache.size;
  }

  private get(skin: SkinChoice, file: string, job: CompileJob): Promise<unknown> {
    return this.cache.get(skin, `${job.kind}\0${file}`, uses => this.make(skin, file, job, uses));
  }

  private async make(
    skin: SkinChoice,
    file: string,
    job: CompileJob,
    uses: (file: string) => void,
  ): Promise<unknown> {
    const sources = new Map<string, string | null>();
    const read = async (name: string) => {
      uses(name);
      const known = sources.get(name);
      if (known !== undefined) return known;
      const bytes = await this.options.skins.read(skin, name);
      const isTooMuch =
        sources.size >= this.options.fileLimit() || (bytes?.length ?? 0) > this.options.sourceLimit();
      if (isTooMuch) throw new PosternError('too-large');
      const text = bytes === null ? null : sourceText(bytes);
      sources.set(name, text);
      return text;
    };
    if ((await read(file)) === null) return null;
    const { unit, diagnostics } = await this.options.compiler.compile(job, read);
    if (unit !== null) return unit;
    const first = diagnostics.find(d => d.severity === 'error');
    throw new CompileFailure(diagnostics, first ? (sources.get(first.file) ?? null) : null);
  }
}
