/** What the rendering of messages works with (webapp.md F). */
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import type { MimePart } from '../mime/index.js';
import type { OpenedEnvelope } from '../smime/envelope.js';
import type { CheckedContent } from '../smime/signature.js';

/** The reader's means for S/MIME. Both throw for what they cannot do. */
export interface Secrets {
  open(sealed: Uint8Array): OpenedEnvelope;
  check(signature: Uint8Array, detached: Uint8Array | null): CheckedContent;
}

/** What is asked of the face that shows a message. */
export interface RenderingWorld {
  /** Markup that a page of the skin makes of a dataset; null when the skin has no such page. */
  readonly page: (file: string, dataset: Dict) => Promise<Bytes | null>;
  /** Address of a part; `id` is its number in the whole message. */
  readonly link: (id: Bytes, part: MimePart) => Bytes;
  /** Prefix of the skin's files. */
  readonly filesRef: Bytes;
  /** For telephones that read WML. */
  readonly isWML: boolean;
  /** The printable form is wanted. */
  readonly isPrinted: boolean;
  /** Header fields that are shown, in this order. */
  readonly fields: readonly Bytes[];
  /** A value of a header field as the reader sees it. */
  readonly shown: (value: Value) => Bytes;
  /** Time zone of moments without one. */
  readonly zone: string | null;
  /** Null: encrypted parts are files, signatures are not checked. */
  readonly secrets: Secrets | null;
}

/** A text whose parts are shown: the message, or what was encrypted or signed in it. */
export interface Source {
  readonly text: Uint8Array;
  readonly root: MimePart;
  /** Number of the part of the message that it is in; `''` for the message itself. */
  readonly place: Bytes;
  /** The decoded body of a part. */
  readonly body: (part: MimePart) => Promise<Uint8Array>;
  /** A part as it is stored, with its header. */
  readonly stored: (part: MimePart) => Promise<Uint8Array>;
}

/** A component: the page that makes its markup, and the elements besides those that all have. */
export interface Component {
  readonly page: string;
  readonly elements: readonly (readonly [Bytes, Value])[];
}
