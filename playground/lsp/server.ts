/** The language server: requests of the protocol, answered by the language service. */
import type { Problem, Span } from '../language/types.js';
import {
  changesOf,
  completionOf,
  diagnosticOf,
  locationOf,
  packTokens,
  signatureOf,
  symbolOf,
  TOKEN_MODIFIERS,
  TOKEN_TYPES,
} from './convert.js';
import { Documents, type Opened } from './documents.js';
import { type LspPosition, Places } from './places.js';

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: Params;
}

interface Params {
  readonly textDocument?: { readonly uri: string; readonly text?: string; readonly version?: number };
  readonly position?: LspPosition;
  readonly contentChanges?: readonly {
    readonly text: string;
    readonly range?: { start: LspPosition; end: LspPosition };
  }[];
  readonly newName?: string;
  readonly rootUri?: string | null;
  readonly workspaceFolders?: readonly { readonly uri: string }[] | null;
}

const INVALID_REQUEST = -32600;
const UNKNOWN_METHOD = -32601;
const FAILED = -32803;

class Refusal extends Error {
  constructor(
    message: string,
    readonly code = FAILED,
  ) {
    super(message);
  }
}

/** Problems of one text that are told with what they are about: an editor asks anew at every keystroke. */
const MOST_RELATED = 10;

/** The definition of the name that has a problem, when it stands elsewhere. */
function relatedTo(problem: Problem, at: number, opened: Opened): object {
  const { start, end } = problem;
  const places = at >= MOST_RELATED ? [] : opened.service.definition(opened.name, start);
  const others = places.filter(
    place =>
      place.file.toLowerCase() !== opened.name.toLowerCase() || place.end <= start || place.start >= end,
  );
  return others.length === 0
    ? {}
    : {
        relatedInformation: others.map(place => ({
          location: locationOf(place, opened),
          message: 'it is defined here',
        })),
      };
}

type Handler = (opened: Opened, offset: number, places: Places, params: Params) => unknown;

/** Questions about one document. */
const QUESTIONS: Readonly<Record<string, Handler>> = {
  'textDocument/completion': ({ service, name }, offset, places) => {
    const list = service.complete(name, offset);
    if (list === null) return null;
    const range = places.range({ start: list.from, end: offset });
    return { isIncomplete: false, items: list.items.map(item => completionOf(item, range)) };
  },
  'textDocument/hover': ({ service, name }, offset, places) => {
    const hover = service.hover(name, offset);
    return hover === null
      ? null
      : { contents: { kind: 'markdown', value: hover.markdown }, range: places.range(hover) };
  },
  'textDocument/signatureHelp': ({ service, name }, offset) => {
    const signature = service.signature(name, offset);
    return signature === null ? null : signatureOf(signature);
  },
  'textDocument/definition': (opened, offset) =>
    opened.service.definition(opened.name, offset).map(place => locationOf(place, opened)),
  'textDocument/references': (opened, offset) =>
    opened.service.references(opened.name, offset).map(place => locationOf(place, opened)),
  'textDocument/documentHighlight': (opened, offset, places) =>
    opened.service
      .references(opened.name, offset)
      .filter(({ file }) => file.toLowerCase() === opened.name.toLowerCase())
      .map((place: Span) => ({ range: places.range(place) })),
  'textDocument/rename': (opened, offset, _places, { newName = '' }) => {
    const result = opened.service.rename(opened.name, offset, newName);
    if ('refused' in result) throw new Refusal(result.refused);
    return { changes: changesOf(result.edits, opened) };
  },
  'textDocument/documentSymbol': ({ service, name }, _offset, places) =>
    service.outline(name).map(item => symbolOf(item, places)),
  'textDocument/foldingRange': ({ service, name }, _offset, places) =>
    service.folds(name).map(({ start, end, kind }) => ({
      startLine: places.position(start).line,
      endLine: places.position(end).line,
      kind,
    })),
  'textDocument/formatting': ({ service, name, text }, _offset, places) => {
    const result = service.format(name);
    if ('refused' in result) throw new Refusal(result.refused);
    return result.text === text
      ? []
      : [{ range: places.range({ start: 0, end: text.length }), newText: result.text }];
  },
  'textDocument/semanticTokens/full': ({ service, name }, _offset, places) => ({
    data: packTokens(service.tokens(name), places),
  }),
};

const CAPABILITIES = {
  textDocumentSync: { openClose: true, change: 2, save: true },
  completionProvider: { triggerCharacters: ['.', '%', ':', '"'] },
  hoverProvider: true,
  signatureHelpProvider: { triggerCharacters: ['(', ','] },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: true,
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  documentFormattingProvider: true,
  semanticTokensProvider: {
    legend: { tokenTypes: TOKEN_TYPES, tokenModifiers: TOKEN_MODIFIERS },
    full: true,
  },
};

export class LanguageServer {
  private readonly documents = new Documents();
  private state: 'new' | 'running' | 'shutdown' = 'new';

  /**
   * @param send takes messages for the editor
   * @param exit is called with an exit status when the editor says so
   */
  constructor(
    private readonly send: (message: object) => void,
    private readonly version: string,
    private readonly exit: (status: number) => void,
  ) {}

  /** Takes one message of the editor. Never throws for what is in it. */
  receive(message: unknown): void {
    const { id, method, params = {} } = (message ?? {}) as Message;
    if (typeof method !== 'string') return;
    try {
      const result = this.handle(method, params, id !== undefined);
      if (id !== undefined) this.send({ jsonrpc: '2.0', id, result: result ?? null });
    } catch (error) {
      const code = error instanceof Refusal ? error.code : FAILED;
      const text = error instanceof Error ? error.message : String(error);
      if (id !== undefined) this.send({ jsonrpc: '2.0', id, error: { code, message: text } });
    }
  }

  private handle(method: string, params: Params, isRequest: boolean): unknown {
    if (method === 'exit') return this.exit(this.state === 'shutdown' ? 0 : 1);
    if (method === 'initialize') return this.initialize(params);
    if (this.state === 'new' && isRequest) throw new Refusal('initialize comes first', -32002);
    if (this.state === 'shutdown' && isRequest)
      throw new Refusal('the server has shut down', INVALID_REQUEST);
    const uri = params.textDocument?.uri;
    switch (method) {
      case 'shutdown':
        this.state = 'shutdown';
        return null;
      case 'textDocument/didOpen':
        if (uri !== undefined) this.documents.set(uri, params.textDocument?.text ?? '');
        return this.publish();
      case 'textDocument/didChange':
        if (uri !== undefined) this.change(uri, params);
        return this.publish();
      case 'textDocument/didClose':
        if (uri === undefined) return null;
        this.documents.close(uri);
        this.notify('textDocument/publishDiagnostics', { uri, diagnostics: [] });
        return null;
      case 'workspace/didChangeWatchedFiles':
      case 'textDocument/didSave':
        this.documents.refresh();
        return this.publish();
    }
    const question = Object.hasOwn(QUESTIONS, method) ? QUESTIONS[method] : undefined;
    if (question === undefined) {
      if (isRequest) throw new Refusal(`unknown method ${method}`, UNKNOWN_METHOD);
      return null;
    }
    const opened = uri === undefined ? null : this.documents.get(uri);
    if (opened === null) return null;
    const places = new Places(opened.text);
    return question(
      opened,
      params.position === undefined ? 0 : places.offset(params.position),
      places,
      params,
    );
  }

  private initialize({ rootUri, workspaceFolders }: Params): object {
    this.state = 'running';
    const roots = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri == null ? [] : [rootUri]);
    this.documents.setRoots(roots);
    return { capabilities: CAPABILITIES, serverInfo: { name: 'postern', version: this.version } };
  }

  private change(uri: string, { contentChanges = [] }: Params): void {
    let text = this.documents.get(uri)?.text ?? '';
    for (const { range, text: part } of contentChanges) {
      if (range === undefined) text = part;
      else {
        const places = new Places(text);
        text = text.slice(0, places.offset(range.start)) + part + text.slice(places.offset(range.end));
      }
    }
    this.documents.set(uri, text);
  }

  /** Problems of all open documents: a change in one can be felt in others. */
  private publish(): null {
    for (const uri of this.documents.open()) {
      const opened = this.documents.get(uri);
      if (opened === null) continue;
      const places = new Places(opened.text);
      const diagnostics = opened.service
        .problems(opened.name)
        .map((problem, at) => ({ ...diagnosticOf(problem, places), ...relatedTo(problem, at, opened) }));
      this.notify('textDocument/publishDiagnostics', { uri, diagnostics });
    }
    return null;
  }

  private notify(method: string, params: object): void {
    this.send({ jsonrpc: '2.0', method, params });
  }
}
