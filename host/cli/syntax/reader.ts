/** Reads the items of a command into named arguments (cli.md 3). */
import type { Value } from '../../../stdlib/values/types.js';
import { fits, type Line, peekWord, readItem, refuse, skipBlanks } from './items.js';
import type { Keyword, Positional, Syntax } from './notation.js';

/** What was given: values by placeholder, and keywords. The names are those of the table, never of the line. */
export interface Given {
  readonly values: Record<string, Value>;
  readonly words: readonly string[];
}

const NO_WORDS: readonly string[] = [];

/** The keyword at the cursor, if the command has it. */
function keywordAt(line: Line, syntax: Syntax): Keyword | undefined {
  if (syntax.keywords.size === 0) return undefined;
  const word = peekWord(line);
  return /^[A-Za-z]+$/.test(word) ? syntax.keywords.get(word.toUpperCase()) : undefined;
}

/** `domainName SKIN` in front of the items, when the second word is that keyword. */
function readPrefix(line: Line, prefix: NonNullable<Syntax['prefix']>, values: Record<string, Value>): void {
  if (!skipBlanks(line)) return;
  const start = line.at;
  const name = readItem(line, prefix.slot);
  if (skipBlanks(line) && peekWord(line).toUpperCase() === prefix.word) {
    line.at += prefix.word.length;
    values[prefix.slot.name] = name;
  } else line.at = start;
}

/** Reads what stands behind the name of a command; PosternError `syntax` or `unquoted-string`. */
export function readItems(line: Line, syntax: Syntax): Given {
  const { positionals, prefix } = syntax;
  const values: Record<string, Value> = {};
  let words: string[] | null = null;
  /** One bit for each set of alternatives that was given. */
  let used = 0;
  let next = 0;
  if (prefix !== null) readPrefix(line, prefix, values);
  while (skipBlanks(line)) {
    const slot = positionals[next];
    if (slot?.leading === true && !slot.optional) {
      next++;
      used |= 1 << slot.set;
      values[slot.name] = readItem(line, slot);
      continue;
    }
    const keyword = keywordAt(line, syntax);
    if (keyword !== undefined) {
      const bit = 1 << keyword.set;
      if ((used & bit) !== 0) refuse(`${keyword.word} cannot be given here again`);
      used |= bit;
      words ??= [];
      words.push(keyword.word);
      line.at += keyword.word.length;
      readValues(line, keyword, syntax, values);
      continue;
    }
    next = positionalFor(line, positionals, next, used);
    const found = positionals[next++] as Positional;
    used |= 1 << found.set;
    values[found.name] = readItem(line, found);
  }
  if ((syntax.required & ~used) !== 0) refuse('parameters are missing');
  return { values, words: words ?? NO_WORDS };
}

function readValues(line: Line, keyword: Keyword, syntax: Syntax, values: Record<string, Value>): void {
  for (const slot of keyword.values) {
    if (!skipBlanks(line)) {
      if (!slot.optional) refuse(`${slot.name} is missing`);
      return;
    }
    if (slot.optional && keywordAt(line, syntax) !== undefined) return;
    values[slot.name] = readItem(line, slot);
  }
}

/** Number of the next positional that can take the item at the cursor. */
function positionalFor(line: Line, positionals: readonly Positional[], from: number, used: number): number {
  const code = line.text.charCodeAt(line.at);
  for (let next = from; ; next++) {
    const slot = positionals[next];
    if (slot === undefined) return refuse('too many parameters');
    if ((used & (1 << slot.set)) !== 0 || (slot.optional && !fits(slot.kind, code))) continue;
    return next;
  }
}
