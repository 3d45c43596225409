/** Text elements of a template whose value could be live markup: none but formatted ones may be there. */
import { compilePage } from '../../compiler/wssp/index.js';

/**
 * Values that components and programs make themselves: sizes, moments, the checked address of a session page, markup of
 * the rendering components.
 */
const allowed =
  /^%%(SIZE:|DATE(TIME)?(SHORT)?:|TIME(SHORT)?:|returnURL%%|messageBody%%|RFC822Header%%|RFC822Body%%|decryptedPart%%|signedPart%%)/;

/** Source texts of the elements, with their lines. */
export function rawElements(text: string, file: string): string[] {
  const lines = text.split('\n');
  return compilePage(text, { file, editor: true })
    .diagnostics.map(({ range: { start, end } }) => ({
      line: start.line,
      element: (lines[start.line - 1] ?? '').slice(start.column - 1, end.column - 1),
    }))
    .filter(({ element }) => !allowed.test(element))
    .map(({ line, element }) => `line ${line}: ${element}`);
}
