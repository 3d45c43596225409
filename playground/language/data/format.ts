/** Layout of Data and JSON: containers that fit stand on one line, others have an element a line. Lexemes stay as they are. */
import type { Formatted } from '../types.js';
import { isClosing, isOpening, type Lexeme } from './lex.js';

const UNIT = '  ';
const WIDTH = 100;

export interface Signs {
  /** Between key and value, blanks included. */
  readonly pair: string;
  readonly pairSign: string;
  /** Behind or between elements. */
  readonly separators: string;
}

interface Group {
  readonly open: Lexeme;
  close: Lexeme | null;
  readonly items: (Lexeme | Group)[];
  /** Is there a comment inside, or a line break between pieces of a string? */
  broken: boolean;
}

const isGroup = (item: Lexeme | Group): item is Group => 'items' in item;

/** Lays out the lexemes of a text that has been read without error. */
export function layout(lexemes: readonly Lexeme[], signs: Signs, text: string): Formatted {
  const root: Group = {
    open: { start: 0, end: 0, text: '', type: 'punctuation' },
    close: null,
    items: [],
    broken: false,
  };
  const stack = [root];
  for (const lexeme of lexemes) {
    const top = stack.at(-1) ?? root;
    if (isOpening(lexeme.text)) {
      const group: Group = { open: lexeme, close: null, items: [], broken: false };
      top.items.push(group);
      stack.push(group);
    } else if (isClosing(lexeme.text) && stack.length > 1) {
      top.close = lexeme;
      stack.pop();
    } else {
      if (lexeme.type === 'comment') for (const group of stack) group.broken = true;
      top.items.push(lexeme);
    }
  }
  const printer = new Printer(signs, text);
  return { text: `${printer.top(root)}\n` };
}

class Printer {
  constructor(
    private readonly signs: Signs,
    private readonly source: string,
  ) {}

  top(root: Group): string {
    return this.lines(root.items, '').join('\n');
  }

  /** On one line, null when it cannot be. */
  private flat(group: Group): string | null {
    if (group.broken) return null;
    let out = group.open.text;
    for (const [i, item] of group.items.entries()) {
      const text = isGroup(item) ? this.flat(item) : item.text;
      if (text === null || text.includes('\n')) return null;
      const last = group.items[i - 1];
      out += this.between(last, item) + text;
      if (out.length > WIDTH) return null;
    }
    return out + (group.close?.text ?? '');
  }

  private between(last: Lexeme | Group | undefined, item: Lexeme | Group): string {
    const { pair, pairSign, separators } = this.signs;
    if (last === undefined) return '';
    if (!isGroup(item) && separators.includes(item.text)) return '';
    if (!isGroup(item) && item.text === pairSign) return pair.slice(0, pair.indexOf(pairSign));
    if (!isGroup(last) && last.text === pairSign) return pair.slice(pair.indexOf(pairSign) + pairSign.length);
    return ' ';
  }

  private group(group: Group, indent: string): string {
    const flat = this.flat(group);
    const hasGroup = group.items.some(isGroup);
    const isLong =
      flat === null || indent.length + flat.length > WIDTH || (hasGroup && group.open.text === '{');
    if (!isLong || group.items.length === 0) return flat ?? group.open.text + (group.close?.text ?? '');
    const inner = this.lines(group.items, indent + UNIT);
    return [group.open.text, ...inner, indent + (group.close?.text ?? '')].join('\n');
  }

  /** One element a line; comments keep their place. */
  private lines(items: readonly (Lexeme | Group)[], indent: string): string[] {
    const out: string[] = [];
    let line = '';
    let end = -1;
    for (const [i, item] of items.entries()) {
      const last = items[i - 1];
      const start = isGroup(item) ? item.open.start : item.start;
      const isNewLine = end >= 0 && /[\r\n]/.test(this.source.slice(end, start));
      const isBlank = end >= 0 && /(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)/.test(this.source.slice(end, start));
      const isComment = !isGroup(item) && item.type === 'comment';
      const isLineComment = last !== undefined && !isGroup(last) && last.text.startsWith('//');
      const ended = last !== undefined && !isGroup(last) && this.signs.separators.includes(last.text);
      if (line !== '' && (ended || isLineComment) && !(isComment && !isNewLine)) {
        out.push(indent + line);
        line = '';
      } else if (line !== '' && isComment && isNewLine) {
        out.push(indent + line);
        line = '';
      }
      if (isBlank && line === '' && out.length > 0) out.push('');
      line += line === '' ? '' : this.between(last, item);
      line += isGroup(item) ? this.group(item, indent) : item.text;
      end = isGroup(item) ? (item.close?.end ?? item.open.end) : item.end;
    }
    if (line !== '') out.push(indent + line);
    return out;
  }
}
