/** Keys of the dictionary that a Data text holds. */
import type { Span } from '../types.js';
import { isClosing, isOpening, lexData } from './lex.js';

function* topKeys(text: string): Generator<{ readonly name: string; readonly span: Span }> {
  let depth = 0;
  for (const { type, text: image, start, end } of lexData(text)) {
    if (isOpening(image)) depth++;
    else if (isClosing(image)) depth--;
    else if (depth === 1 && type === 'property') {
      yield { name: image.startsWith('"') ? image.slice(1, -1) : image, span: { start, end } };
    }
  }
}

/** Keys of the outermost dictionary. */
export function dataKeys(text: string): string[] {
  return [...new Set([...topKeys(text)].map(({ name }) => name))];
}

/** Where a key of the outermost dictionary stands; letter case may differ when none is equal. */
export function keyPlace(text: string, name: string): Span | null {
  const keys = [...topKeys(text)];
  const found =
    keys.find(key => key.name === name) ?? keys.find(key => key.name.toLowerCase() === name.toLowerCase());
  return found?.span ?? null;
}
