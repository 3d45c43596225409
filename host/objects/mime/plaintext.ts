/** Texts of messages for people: what is quoted, and what is shown where HTML is not wanted. */
import type { Bytes } from '../../../stdlib/values/types.js';
import { partText } from './body.js';
import type { MimePart } from './part.js';

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  nbsp: ' ',
  '#39': "'",
};

/** Tags that end a line of text. */
const LINE_ENDS = /^(?:br|\/p|\/div|\/tr|\/li)\b/;
/** Elements whose content is no text. */
const HIDDEN = /^(?:style|script)\b/;

/** The text of an HTML page, more or less. Takes time in proportion to its length, whatever strangers wrote. */
export function plainText(html: Bytes): Bytes {
  const small = html.toLowerCase();
  let text = '';
  for (let at = 0; at < html.length; ) {
    const start = html.indexOf('<', at);
    const end = start < 0 ? -1 : html.indexOf('>', start);
    if (end < 0) {
      text += html.slice(at);
      break;
    }
    text += html.slice(at, start);
    const tag = small.slice(start + 1, Math.min(end, start + 12));
    at = end + 1;
    if (LINE_ENDS.test(tag)) text += '\n';
    const hidden = HIDDEN.exec(tag)?.[0];
    if (hidden === undefined) continue;
    const close = small.indexOf(`</${hidden}`, at);
    const after = close < 0 ? -1 : html.indexOf('>', close);
    at = after < 0 ? html.length : after + 1;
  }
  return text
    .replace(/&(lt|gt|amp|quot|nbsp|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Text parts that are shown, in order; of alternatives the plain one. */
function* shownTexts(root: MimePart): Generator<MimePart> {
  if (root.type === 'multipart' && root.subtype === 'alternative') {
    const plain = root.parts.find(part => part.type === 'text' && part.subtype === 'plain');
    const last = plain ?? root.parts[root.parts.length - 1];
    if (last !== undefined) yield* shownTexts(last);
  } else if (root.type === 'multipart') for (const part of root.parts) yield* shownTexts(part);
  else if (root.type === 'text' && root.disposition !== 'attachment') yield root;
}

/** A part as plain text. */
export function textOfPart(text: Uint8Array, part: MimePart): Bytes {
  const decoded = partText(text, part);
  return part.subtype === 'html' ? plainText(decoded) : decoded;
}

/** The first text of a message, at most so many bytes of it. */
export function firstText(root: MimePart, text: Uint8Array, most: number): Bytes {
  for (const part of shownTexts(root)) return textOfPart(text, part).slice(0, most).replace(/\n+$/, '');
  return '';
}
