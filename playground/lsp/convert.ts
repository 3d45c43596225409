/** Answers of the language service in the words of the protocol. */
import type {
  Completion,
  CompletionKind,
  Edit,
  Location,
  OutlineItem,
  OutlineKind,
  Problem,
  Signature,
  Token,
  TokenType,
} from '../language/types.js';
import type { Opened } from './documents.js';
import { type LspRange, Places } from './places.js';

const COMPLETION_KINDS: Readonly<Record<CompletionKind, number>> = {
  function: 3,
  procedure: 3,
  entry: 23,
  variable: 6,
  keyword: 14,
  element: 14,
  prefix: 14,
  file: 17,
  key: 10,
  text: 1,
};

const SYMBOL_KINDS: Readonly<Record<OutlineKind, number>> = {
  entry: 24,
  procedure: 12,
  function: 12,
  external: 2,
  condition: 17,
  loop: 18,
  include: 1,
  key: 7,
};

/** Legend of semantic tokens. */
export const TOKEN_TYPES = [
  'keyword',
  'function',
  'variable',
  'parameter',
  'property',
  'number',
  'string',
  'operator',
  'comment',
  'macro',
];
export const TOKEN_MODIFIERS = ['defaultLibrary'];

const TOKEN_OF: Readonly<Partial<Record<TokenType, [type: string, builtin: boolean]>>> = {
  keyword: ['keyword', false],
  function: ['function', false],
  builtin: ['function', true],
  variable: ['variable', false],
  parameter: ['parameter', false],
  property: ['property', false],
  number: ['number', false],
  string: ['string', false],
  operator: ['operator', false],
  comment: ['comment', false],
  tag: ['macro', false],
};

export function diagnosticOf({ severity, code, number, message, ...span }: Problem, places: Places): object {
  return {
    range: places.range(span),
    severity: severity === 'error' ? 1 : 2,
    code: number === 0 ? code : number,
    source: 'postern',
    message,
  };
}

export function completionOf(item: Completion, range: LspRange): object {
  const { label, kind, detail, documentation, insert } = item;
  const isSnippet = insert?.includes('$0') === true;
  const plain = insert ?? label;
  const escaped = plain.split('$0').map(part => part.replace(/[\\$}]/g, '\\$&'));
  return {
    label,
    kind: COMPLETION_KINDS[kind],
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined ? {} : { documentation: { kind: 'markdown', value: documentation } }),
    insertTextFormat: isSnippet ? 2 : 1,
    textEdit: { range, newText: isSnippet ? escaped.join('$0') : plain },
  };
}

export function signatureOf({ label, parameters, active, documentation }: Signature): object {
  return {
    signatures: [{ label, documentation, parameters: parameters.map(name => ({ label: name })) }],
    activeSignature: 0,
    activeParameter: active,
  };
}

export function locationOf({ file, ...span }: Location, opened: Opened): object {
  return { uri: opened.uri(file), range: new Places(opened.textOf(file)).range(span) };
}

export function symbolOf(item: OutlineItem, places: Places): object {
  return {
    name: item.name === '' ? ' ' : item.name,
    detail: item.detail,
    kind: SYMBOL_KINDS[item.kind],
    range: places.range(item),
    selectionRange: places.range(item.nameSpan),
    children: item.children.map(child => symbolOf(child, places)),
  };
}

export function changesOf(edits: readonly Edit[], opened: Opened): Record<string, object[]> {
  const changes: Record<string, object[]> = {};
  for (const { file, text, ...span } of edits) {
    const list = (changes[opened.uri(file)] ??= []);
    list.push({ range: new Places(opened.textOf(file)).range(span), newText: text });
  }
  return changes;
}

/** Five numbers for each token and line, as the protocol packs them. */
export function packTokens(tokens: readonly Token[], places: Places): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const { start, end, type } of tokens) {
    const known = TOKEN_OF[type];
    if (known === undefined) continue;
    for (const part of linesOf(places, start, end)) {
      const at = places.position(part.start);
      data.push(
        at.line - line,
        at.line === line ? at.character - character : at.character,
        part.end - part.start,
      );
      data.push(TOKEN_TYPES.indexOf(known[0]), known[1] ? 1 : 0);
      [line, character] = [at.line, at.character];
    }
  }
  return data;
}

/** A token of several lines is several. */
function* linesOf({ text }: Places, start: number, end: number): Generator<{ start: number; end: number }> {
  let at = start;
  for (const match of text.slice(start, end).matchAll(/\r\n|\r|\n/g)) {
    const stop = start + match.index;
    if (stop > at) yield { start: at, end: stop };
    at = stop + match[0].length;
  }
  if (end > at) yield { start: at, end };
}
