/** The names of a page: scanners with the loop they belong to, elements of the dataset, strings, included files. */
import { PAGE_ELEMENTS, PAGE_FUNCTIONS, PREFIXES } from '../../../compiler/index.js';
import type { Occurrence } from '../types.js';
import { type Element, elementsOf, loopsAround, type Word } from './elements.js';

/** Keys: `scanner:<start of loop>`, `element:<name>`, `string:<name>`, `function:<NAME>`, `prefix:<NAME>`, `file:<name>`, `keyword:<NAME>`. */
export interface PageName extends Occurrence {
  readonly name: string;
}

/** All names of a text in its order. */
export function pageNames(text: string): PageName[] {
  return elementsOf(text).flatMap(element => (element.form === 'comment' ? [] : namesOf(text, element)));
}

function namesOf(text: string, element: Element): PageName[] {
  const { words, keyword, form } = element;
  const found: PageName[] = [];
  const add = (word: Word, key: string, role: Occurrence['role'] = 'read', from = 0): void => {
    found.push({
      start: word.start + from,
      end: word.end - from,
      key,
      role,
      name: text.slice(word.start + from, word.end - from),
    });
  };
  const scanner = (word: Word): boolean => {
    const lower = word.text.toLowerCase();
    // behind its ENDFOR a loop is over, but the name in ENDFOR still belongs to it
    const loop = loopsAround(text, word.start).find(l => l.scanner?.text.toLowerCase() === lower);
    if (loop === undefined) return false;
    add(word, `scanner:${loop.start}`, loop.scanner?.start === word.start ? 'definition' : 'read');
    return true;
  };
  words.forEach((word, i) => {
    const next = words[i + 1]?.text;
    const last = words[i - 1]?.text;
    const upper = word.text.toUpperCase();
    if (word.type === 'Text') {
      if (keyword === 'INCLUDE' && i === 1) add(word, `file:${unquoted(word.text).toLowerCase()}`, 'read', 1);
      else if (last === '(' && isStringFunction(words[i - 2]))
        add(word, `string:${unquoted(word.text)}`, 'read', 1);
      return;
    }
    if (!/^[A-Za-z_]\w*$/.test(word.text)) return;
    if (form === 'structure' && i === 0) {
      if (PAGE_ELEMENTS.has(upper)) add(word, `keyword:${upper}`);
      return;
    }
    if (keyword === 'FOREACH' && (i === 1 || (i === 2 && upper === 'IN'))) {
      if (i === 1) scanner(word);
      return;
    }
    if (keyword === 'ENDFOR') {
      scanner(word);
      return;
    }
    if (last === '.') return;
    if (next === '(' && PAGE_FUNCTIONS.has(upper)) add(word, `function:${upper}`);
    else if (form === 'text' && i === 0 && PREFIXES.has(upper) && (next === ':' || next === '('))
      add(word, `prefix:${upper}`);
    else if (/^(?:And|Or|In|Using|With|Arg)$/.test(word.type) && i > 0 && isOperatorPlace(words[i - 1]))
      return;
    else if (last === '(' && isScannerFunction(words[i - 2])) scanner(word);
    else if (last === '(' && isNameFunction(words[i - 2])) {
      if (isStringFunction(words[i - 2])) add(word, `string:${word.text}`);
    } else if (!(next === '[' && scanner(word))) add(word, `element:${word.text}`);
  });
  return found;
}

/** A word that can be an operator is one behind an operand. */
function isOperatorPlace(last: Word | undefined): boolean {
  return last !== undefined && /[\w\])"]$/.test(last.text);
}

const unquoted = (text: string): string => text.slice(1, -1);
const firstOf = (word: Word | undefined): string | null =>
  word === undefined ? null : (PAGE_FUNCTIONS.get(word.text.toUpperCase())?.first ?? null);
const isScannerFunction = (word: Word | undefined): boolean => firstOf(word) === 'scanner';
const isNameFunction = (word: Word | undefined): boolean =>
  firstOf(word) === 'name' || firstOf(word) === 'index-or-name' || isStringFunction(word);
const isStringFunction = (word: Word | undefined): boolean =>
  word !== undefined && /^(?:STRING|DICTIONARY|ARRAY)$/i.test(word.text);

/** The name that an offset touches. */
export function nameAt(text: string, offset: number): PageName | null {
  return pageNames(text).find(({ start, end }) => offset >= start && offset <= end) ?? null;
}
