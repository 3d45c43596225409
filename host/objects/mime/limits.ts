/** How much of a message is looked at. What is beyond is stored all the same, and shown as far as it was read. */

export interface MimeLimits {
  /** Bytes of one header. */
  readonly headerBytes: number;
  /** Fields of one header. */
  readonly fields: number;
  /** Bytes of one field. */
  readonly valueBytes: number;
  /** Addresses of one field. */
  readonly addresses: number;
  /** Parts inside parts. */
  readonly depth: number;
  /** Parts of a message. */
  readonly parts: number;
  /** Bytes of a text that is decoded to be shown. */
  readonly textBytes: number;
}

export const defaultMimeLimits: MimeLimits = {
  headerBytes: 256 * 1024,
  fields: 500,
  valueBytes: 64 * 1024,
  addresses: 2000,
  depth: 100,
  parts: 2000,
  textBytes: 32 * 1024 * 1024,
};
