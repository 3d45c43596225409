/** Reads the items of a command into named arguments (cli.md 3). */
import type { Value } from '../../../stdlib/values/types.js';
import { fits, type Line, peekWord, readItem, refuse, skipBlanks } from './items.js';
import type { Keyword, Positional, Syntax } from './notation.js';

/** What was given: values by placeholder, `true` by keyword. */
export interface Given {
  readonly values: Record<string, Value>;
  readonly words: Set<string>;
}

/** The keyword at the cursor, if the command has it. */
function keywordAt(line: Line, syntax: Syntax): Keyword | undefined {
  if (syntax.keywords.size === 0) return undefined;
  const word = peekWord(line);
  return /^[A-Za-z]+$/.test(word) ? syntax.keywords.get(word.toUpperCase()) : undefined;
}

/** `domainName SKIN` in front of the items, when the second word is that keyword. */
function readPrefix(line: Line, syntax: Syntax, given: Given): void {
  if (syntax.prefix === null || !skipBlanks(line)) return;
  const start = line.at;
  const name = readItem(line, syntax.prefix.slot);
  if (skipBlanks(line) && peekWord(line).toUpperCase() === syntax.prefix.word) {
    line.at += syntax.prefix.word.length;
    given.values[syntax.prefix.slot.name] = name;
  } else line.at = start;
}

/** Reads what stands behind the name of a command; PosternError `syntax` or `unquoted-string`. */
export function readItems(line: Line, syntax: Syntax): Given {
  const given: Given = { values: { __proto__: null } as unknown as Record<string, never>, words: new Set() };
  const used = new Set<number>();
  let next = 0;
  readPrefix(line, syntax, given);
  while (skipBlanks(line)) {
    const slot = syntax.positionals[next];
    if (slot?.leading === true && !slot.optional) {
      next++;
      used.add(slot.set);
      given.values[slot.name] = readItem(line, slot);
      continue;
    }
    const keyword = keywordAt(line, syntax);
    if (keyword !== undefined) {
      if (used.has(keyword.set)) refuse(`${keyword.word} cannot be given here again`);
      used.add(keyword.set);
      given.words.add(keyword.word);
      line.at += keyword.word.length;
      readValues(line, keyword, syntax, given);
      continue;
    }
    next = readPositional(line, syntax.positionals, next, used, given);
  }
  if (syntax.required.some(set => !used.has(set))) refuse('parameters are missing');
  return given;
}

function readValues(line: Line, keyword: Keyword, syntax: Syntax, given: Given): void {
  for (const slot of keyword.values) {
    if (!skipBlanks(line)) {
      if (!slot.optional) refuse(`${slot.name} is missing`);
      return;
    }
    if (slot.optional && keywordAt(line, syntax) !== undefined) return;
    given.values[slot.name] = readItem(line, slot);
  }
}

/** Puts the item into the next positional that can take it; returns the number of the one behind. */
function readPositional(
  line: Line,
  positionals: readonly Positional[],
  from: number,
  used: Set<number>,
  given: Given,
): number {
  const code = line.text.charCodeAt(line.at);
  for (let next = from; ; next++) {
    const slot = positionals[next];
    if (slot === undefined) return refuse('too many parameters');
    if (used.has(slot.set) || (slot.optional && !fits(slot.kind, code))) continue;
    used.add(slot.set);
    given.values[slot.name] = readItem(line, slot);
    return next + 1;
  }
}
