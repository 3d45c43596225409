/** Documents as the scenarios see them, read by a parser that has nothing to do with the server's. */
import { SaxesParser } from 'saxes';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  /** Direct text nodes joined. */
  text: string;
  /** White space stands between elements somewhere in it. */
  hasBlanks: boolean;
}

export interface Message extends Element {
  /** The very text of the document. */
  readonly raw: string;
}

/** Reads one document; throws for what is not well-formed. */
export function readTree(raw: string): Message {
  const parser = new SaxesParser();
  const open: Element[] = [];
  let root: Element | null = null;
  parser.on('error', error => {
    throw new Error(`not well-formed: ${error.message} in ${raw.slice(0, 300)}`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: '', hasBlanks: false };
    open[open.length - 1]?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('text', text => {
    const top = open[open.length - 1];
    if (top !== undefined) top.text += text;
  });
  parser.on('closetag', () => {
    const top = open.pop();
    if (top === undefined) return;
    top.hasBlanks =
      (top.children.length > 0 && /^\s+$/.test(top.text)) || top.children.some(child => child.hasBlanks);
  });
  parser.write(raw).close();
  if (root === null) throw new Error('no element');
  return Object.assign(root as Element, { raw });
}

/** All elements below. */
export function descendants(element: Element): Element[] {
  return element.children.flatMap(child => [child, ...descendants(child)]);
}
