/**
 * What an editor is told of a text. All places are offsets in UTF-16 units of the text as the editor holds it, which is
 * what both CodeMirror and the language server protocol count in.
 */

/** The four languages of a skin that editors know. */
export type Language = 'cgpl' | 'wssp' | 'data' | 'json';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place in a file of the workspace. */
export interface Location extends Span {
  readonly file: string;
}

/** An error or a warning at its place. */
export interface Problem extends Span {
  readonly severity: 'error' | 'warning';
  /** Name of the catalogue row. */
  readonly code: string;
  /** Number of the catalogue row; 0 for what has none. */
  readonly number: number;
  readonly message: string;
}

export type CompletionKind =
  | 'function'
  | 'procedure'
  | 'entry'
  | 'variable'
  | 'keyword'
  | 'element'
  | 'prefix'
  | 'file'
  | 'key'
  | 'text';

export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** One line: signature or class. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** What is inserted when it is not the label; `$0` marks where the caret goes. */
  readonly insert?: string;
}

export interface CompletionList {
  /** Where the text begins that the chosen item replaces. */
  readonly from: number;
  readonly items: readonly Completion[];
}

/** Markdown about what stands there. */
export interface Hover extends Span {
  readonly markdown: string;
}

/** The call around the caret. */
export interface Signature {
  readonly label: string;
  readonly parameters: readonly string[];
  /** Number of the parameter that is being written. */
  readonly active: number;
  readonly documentation: string;
}

export type OutlineKind =
  | 'entry'
  | 'procedure'
  | 'function'
  | 'external'
  | 'condition'
  | 'loop'
  | 'include'
  | 'key';

export interface OutlineItem extends Span {
  readonly name: string;
  readonly kind: OutlineKind;
  readonly detail: string;
  /** Where its name stands. */
  readonly nameSpan: Span;
  readonly children: readonly OutlineItem[];
}

/** From the end of the line with `start` to `end` the text can be folded away. */
export interface Fold extends Span {
  readonly kind: 'region' | 'comment';
}

export type TokenType =
  | 'keyword'
  | 'function'
  | 'builtin'
  | 'variable'
  | 'parameter'
  | 'property'
  | 'number'
  | 'string'
  | 'operator'
  | 'punctuation'
  | 'comment'
  | 'tag'
  | 'error';

export interface Token extends Span {
  readonly type: TokenType;
}

export interface Edit extends Location {
  readonly text: string;
}

/** The edits of a renaming, or why it cannot be done. */
export type Renaming = { readonly edits: readonly Edit[] } | { readonly refused: string };

/** A name that stands at a place, and how it is found elsewhere. */
export interface Occurrence extends Span {
  /** Equal for all occurrences of one thing in one file. */
  readonly key: string;
  readonly role: 'definition' | 'write' | 'read';
}

/** The formatted text, or why there is none. */
export type Formatted = { readonly text: string } | { readonly refused: string };

/** What the service asks of the place where the files are. Names are compared in lower case. */
export interface FileSource {
  /** Names of all files, as they are spelled. */
  list(): readonly string[];
  /** Text of a file by its lower-case name, null when there is none. */
  read(file: string): string | null;
  /** The skin that is asked for what is not beside a file, without folders; servers have their stock skin there. */
  readonly behind?: FileSource;
}

/** What each language does. */
export interface LanguageTools {
  problems(file: string, text: string, files: FileSource): Problem[];
  complete(file: string, text: string, offset: number, files: FileSource): CompletionList | null;
  hover(file: string, text: string, offset: number, files: FileSource): Hover | null;
  signature?(file: string, text: string, offset: number): Signature | null;
  definition(file: string, text: string, offset: number, files: FileSource): Location[];
  references(file: string, text: string, offset: number, files: FileSource): Location[];
  rename(file: string, text: string, offset: number, name: string, files: FileSource): Renaming;
  outline(file: string, text: string): OutlineItem[];
  folds(file: string, text: string): Fold[];
  tokens(file: string, text: string): Token[];
  format(file: string, text: string): Formatted;
}
