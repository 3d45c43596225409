/** One language service for all files of a workspace, in the browser and in Node. */
import * as cgpl from './cgpl/tools.js';
import * as data from './data/tools.js';
import { languageOf } from './languages.js';
import type {
  CompletionList,
  FileSource,
  Fold,
  Formatted,
  Hover,
  Language,
  LanguageTools,
  Location,
  OutlineItem,
  Problem,
  Renaming,
  Signature,
  Token,
} from './types.js';
import * as wssp from './wssp/tools.js';

const TOOLS: Readonly<Record<Language, LanguageTools>> = {
  cgpl: cgpl.tools,
  wssp: wssp.tools,
  data: data.dataTools,
  json: data.jsonTools,
};

/** Answers questions about the files of a workspace. Files of other languages have nothing to tell. */
export class LanguageService {
  constructor(readonly files: FileSource) {}

  problems(file: string): Problem[] {
    return this.#ask(file, [], (tools, text) => tools.problems(file, text, this.files));
  }

  complete(file: string, offset: number): CompletionList | null {
    return this.#ask(file, null, (tools, text) =>
      tools.complete(file, text, clamp(offset, text), this.files),
    );
  }

  hover(file: string, offset: number): Hover | null {
    return this.#ask(file, null, (tools, text) => tools.hover(file, text, clamp(offset, text), this.files));
  }

  signature(file: string, offset: number): Signature | null {
    return this.#ask(file, null, (tools, text) => tools.signature?.(file, text, clamp(offset, text)) ?? null);
  }

  definition(file: string, offset: number): Location[] {
    return this.#ask(file, [], (tools, text) =>
      tools.definition(file, text, clamp(offset, text), this.files),
    );
  }

  references(file: string, offset: number): Location[] {
    return this.#ask(file, [], (tools, text) =>
      tools.references(file, text, clamp(offset, text), this.files),
    );
  }

  rename(file: string, offset: number, name: string): Renaming {
    return this.#ask<Renaming>(file, { refused: 'Nothing here can be renamed.' }, (tools, text) =>
      tools.rename(file, text, clamp(offset, text), name, this.files),
    );
  }

  outline(file: string): OutlineItem[] {
    return this.#ask(file, [], (tools, text) => tools.outline(file, text));
  }

  folds(file: string): Fold[] {
    return this.#ask(file, [], (tools, text) => tools.folds(file, text));
  }

  tokens(file: string): Token[] {
    return this.#ask(file, [], (tools, text) => tools.tokens(file, text));
  }

  format(file: string): Formatted {
    return this.#ask<Formatted>(
      file,
      { refused: 'There is no formatter for this kind of file.' },
      (tools, text) => tools.format(file, text),
    );
  }

  #ask<T>(file: string, nothing: T, question: (tools: LanguageTools, text: string) => T): T {
    const language = languageOf(file);
    const text = this.files.read(file.toLowerCase());
    return language === null || text === null ? nothing : question(TOOLS[language], text);
  }
}

const clamp = (offset: number, text: string): number => Math.max(0, Math.min(offset, text.length));

/** Files that are held in memory. */
export class MemoryFiles implements FileSource {
  readonly #files = new Map<string, { readonly name: string; text: string }>();

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [name, text] of Object.entries(files)) this.set(name, text);
  }

  set(name: string, text: string): void {
    const key = name.toLowerCase();
    const known = this.#files.get(key);
    if (known?.name === name) known.text = text;
    else this.#files.set(key, { name, text });
  }

  delete(name: string): void {
    this.#files.delete(name.toLowerCase());
  }

  list(): string[] {
    return [...this.#files.values()].map(({ name }) => name);
  }

  read(file: string): string | null {
    return this.#files.get(file.toLowerCase())?.text ?? null;
  }
}
