/** HTML from templates: everything that is put in is escaped, unless it is HTML already. */
import { escapeHTML } from '../../apps/html.js';

/** Finished HTML. */
export class Html {
  constructor(readonly text: string) {}
}

/** What may stand in a template. Null and false print nothing. */
export type Piece = Html | string | number | null | false | readonly Piece[];

function print(piece: Piece): string {
  if (piece === null || piece === false) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'object') return piece.map(print).join('');
  return escapeHTML(String(piece));
}

/** The tag of HTML templates. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  let text = strings[0] ?? '';
  pieces.forEach((piece, at) => {
    text += print(piece) + (strings[at + 1] ?? '');
  });
  return new Html(text);
}
