/** The language service as the page calls it: questions to the worker, answers as promises. */
import type {
  CompletionList,
  Fold,
  Formatted,
  Hover,
  Location,
  OutlineItem,
  Problem,
  Renaming,
  Signature,
} from '../language/types.js';
import { startWorker } from './early.js';
import type { LanguageAnswer } from './workers/protocol.js';

export interface FileAnalysis {
  /** What `packTokens` makes. */
  readonly tokens: Uint32Array;
  readonly folds: readonly Fold[];
  readonly outline: readonly OutlineItem[];
}

export class Language {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #next = 1;

  constructor(base: URL) {
    this.#worker = startWorker('language', base);
    this.#worker.addEventListener('message', ({ data }: MessageEvent<LanguageAnswer>) => {
      this.#waiting.get(data.id)?.(data.result);
      this.#waiting.delete(data.id);
    });
  }

  set(name: string, content: string | Uint8Array): void {
    void this.#call('set', name, content);
  }

  delete(name: string): void {
    void this.#call('delete', name);
  }

  analyse(name: string): Promise<FileAnalysis> {
    return this.#call('analyse', name);
  }

  complete(name: string, offset: number): Promise<CompletionList | null> {
    return this.#call('complete', name, offset);
  }

  hover(name: string, offset: number): Promise<Hover | null> {
    return this.#call('hover', name, offset);
  }

  signature(name: string, offset: number): Promise<Signature | null> {
    return this.#call('signature', name, offset);
  }

  definition(name: string, offset: number): Promise<Location[]> {
    return this.#call('definition', name, offset);
  }

  references(name: string, offset: number): Promise<Location[]> {
    return this.#call('references', name, offset);
  }

  rename(name: string, offset: number, to: string): Promise<Renaming> {
    return this.#call('rename', name, offset, to);
  }

  format(name: string): Promise<Formatted> {
    return this.#call('format', name);
  }

  problems(name: string): Promise<Problem[]> {
    return this.#call('problems', name);
  }

  /** What is wrong with the condition of a breakpoint, null when nothing is. */
  conditionProblem(text: string): Promise<string | null> {
    return this.#call('conditionProblem', text);
  }

  /** What is wrong with a text of the Data format, null when nothing is. */
  dataProblem(text: string): Promise<string | null> {
    return this.#call('dataProblem', text);
  }

  #call<T>(method: string, ...args: unknown[]): Promise<T> {
    const id = this.#next++;
    return new Promise(resolve => {
      this.#waiting.set(id, resolve as (result: unknown) => void);
      this.#worker.postMessage({ id, method, args });
    });
  }
}
