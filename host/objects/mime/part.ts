/** What is known of one part of a message before its body is decoded. */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { Field } from './fields.js';

/** Transfer encodings that change bytes. */
export type TransferEncoding = 'identity' | 'base64' | 'quoted-printable';

/** Offsets in a stored message. */
export interface StoredPlace {
  readonly headerStart: number;
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

export interface MimePart {
  /** Numbers joined with `-` (`02-01`); empty for the message itself. */
  readonly id: Bytes;
  /** Media type in small letters. */
  readonly type: Bytes;
  readonly subtype: Bytes;
  /** Parameters of the content type, names in small letters, without `boundary`; decoded UTF-8. */
  readonly typeParams: ReadonlyMap<Bytes, Bytes>;
  /** In small letters, empty when none is given. */
  readonly charset: Bytes;
  /** `inline`, `attachment` or another word; null when the part does not say. */
  readonly disposition: Bytes | null;
  readonly dispositionParams: ReadonlyMap<Bytes, Bytes>;
  /** Name of the file that the part is, from either header. */
  readonly filename: Bytes | null;
  readonly encoding: TransferEncoding;
  /** Header of the part; of a whole message its header. */
  readonly fields: readonly Field[];
  /** Offsets in the text of the message. */
  readonly headerStart: number;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** About how many bytes the decoded body has. */
  readonly estimatedSize: number;
  /** Where the part stands in the stored message, when the text at hand holds its body not or only in part. */
  readonly stored?: StoredPlace;
  /** Parts of a multipart; of a message/rfc822 the message in it. */
  readonly parts: readonly MimePart[];
}
