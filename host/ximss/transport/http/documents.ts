/** The `XIMSS` document of a request body. */
import type { Bytes, Xml } from '../../../../stdlib/values/types.js';
import { findOperation } from '../../operations/table.js';
import type { XimssSettings } from '../../settings.js';
import { readSimpleList } from '../../xml/fast.js';
import { attribute, children } from '../../xml/query.js';
import { isBlank, readDocument } from '../../xml/read.js';
import { HttpRefusal } from './reply.js';

export interface RequestDocument {
  readonly requests: readonly Xml[];
  /** Attribute reqSeq of the root, null when it is absent. */
  readonly reqSeq: string | null;
}

/** Requests of one body. */
const MOST = 10_000;

/** Reads a body; a bare request counts as wrapped (ximss.md 1.5.4). */
export function readRequests(text: Bytes, settings: XimssSettings): RequestDocument {
  const { maxRequest, maxDepth, maxAttributes } = settings;
  const simple = readSimpleList(text, maxAttributes);
  if (simple !== null) return { requests: simple, reqSeq: null };
  if (isBlank(text)) return { requests: [], reqSeq: null };
  const document = readDocument(text, { maxBytes: maxRequest, maxDepth: maxDepth + 1, maxAttributes });
  if (document.xml === null) {
    throw new HttpRefusal(400, { text: `XML error: ${document.text}`, number: 500 });
  }
  const root = document.xml;
  if (root.type.toLowerCase() !== 'ximss') {
    const isRequest = attribute(root, 'id') !== null || findOperation(root.type) !== undefined;
    if (!isRequest) throw new HttpRefusal(400, { text: 'XML error: not a XIMSS document', number: 500 });
    return { requests: [root], reqSeq: null };
  }
  const requests = children(root);
  if (requests.length > MOST) throw new HttpRefusal(413, { text: 'too many requests', number: 506 });
  return { requests, reqSeq: attribute(root, 'reqseq') };
}
