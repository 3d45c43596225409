/** Input of the protocol: documents as clients send them, within limits (ximss.md 1.7, 2.1). */
import { parseXml } from '../../../stdlib/data/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { readSimple } from './fast.js';

/** What a document may be. */
export interface DocumentLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxAttributes: number;
}

/** The document, or why it is none. `text` is for the client and holds nothing of the document. */
export type Document = { readonly xml: Xml } | { readonly xml: null; readonly text: string };

/** Elements and attributes of one document: each needs a hundred times the memory of its text. */
const MAX_NODES = 200_000;

const DECLARATION = /^(?:\xef\xbb\xbf)?<\?xml[ \t\r\n]([^>]*)\?>/;
const ENCODING = /[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)')/;
/** What only references can bring in: XML 1.0 forbids it either way. */
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]/;

/** True for a text without anything but white space: an empty document, which is skipped. */
export function isBlank(text: Bytes): boolean {
  return !/[^ \t\r\n]/.test(text);
}

/** Reads one document. */
export function readDocument(text: Bytes, limits: DocumentLimits): Document {
  const simple = readSimple(text, limits.maxAttributes);
  if (simple !== null) return { xml: simple };
  const document = text.replace(/^((?:\xef\xbb\xbf)?)[ \t\r\n]+/, '$1');
  if (!hasKnownEncoding(document)) return { xml: null, text: 'unknown encoding' };
  const result = parseXml(document, {
    maxBytes: limits.maxBytes,
    maxDepth: limits.maxDepth,
    maxAttributes: limits.maxAttributes,
    maxNodes: MAX_NODES,
    noInstructions: true,
  });
  if (!result.ok) {
    const { message, line, column } = result.error;
    return { xml: null, text: `${message} (line ${line}, column ${column})` };
  }
  if (!isLegal(result.value)) return { xml: null, text: 'symbols that XML does not allow' };
  return { xml: result.value };
}

/** No declaration, one without encoding, or one that names UTF-8 or its subset. */
function hasKnownEncoding(text: Bytes): boolean {
  const declaration = DECLARATION.exec(text);
  if (declaration === null) return true;
  const encoding = ENCODING.exec(` ${declaration[1]}`);
  return encoding === null || /^(?:utf-?8|us-ascii|ascii)$/i.test(encoding[1] ?? encoding[2] ?? '');
}

function isLegal(xml: Xml): boolean {
  for (const { value } of xml.attributes) if (FORBIDDEN.test(value)) return false;
  for (const item of xml.body) {
    if (typeof item === 'string' ? FORBIDDEN.test(item) : !isLegal(item)) return false;
  }
  return true;
}
