/** The account of the playground: plain data, so that a browser can keep it and a test can look at it. */
import type { Bytes } from '../../../stdlib/values/types.js';

export interface StoredFile {
  readonly bytes: Bytes;
  /** Seconds since 1970. */
  readonly created: number;
  readonly modified: number;
}

export interface StoredMessage {
  readonly uid: number;
  /** Flag names, as `Seen`. */
  readonly flags: readonly string[];
  readonly arrived: number;
  /** Header fields in their order, decoded. */
  readonly header: readonly (readonly [name: string, value: Bytes])[];
  readonly type: string;
  readonly subtype: string;
  readonly body: Bytes;
  /** Attributes as a Data text. */
  readonly attributes: Bytes;
}

export interface StoredMailbox {
  readonly class: string;
  readonly validity: number;
  readonly nextUid: number;
  readonly messages: readonly StoredMessage[];
}

/** Names of files are paths without a leading slash; folders end with a slash and hold nothing. */
export interface AccountState {
  readonly email: string;
  /** A Data text. */
  readonly preferences: Bytes;
  readonly files: Readonly<Record<string, StoredFile>>;
  readonly mailboxes: Readonly<Record<string, StoredMailbox>>;
  /** By name of the set, then of the entry: Data texts. */
  readonly datasets: Readonly<Record<string, Readonly<Record<string, Bytes>>>>;
}

export const EMAIL = 'you@playground.example';
export const DOMAIN = 'playground.example';

/** Bytes of all files and messages together that an account may hold. */
export const MOST_BYTES = 32 * 1024 * 1024;

export function emptyAccount(): AccountState {
  const inbox: StoredMailbox = { class: 'IPF.Note', validity: 1, nextUid: 1, messages: [] };
  return {
    email: EMAIL,
    preferences: '{}',
    files: {},
    mailboxes: { INBOX: inbox, Sent: inbox, Drafts: inbox },
    datasets: {},
  };
}

/** Bytes that an account holds. */
export function sizeOf({ files, mailboxes }: AccountState): number {
  let size = 0;
  for (const { bytes } of Object.values(files)) size += bytes.length;
  for (const { messages } of Object.values(mailboxes)) for (const { body } of messages) size += body.length;
  return size;
}
