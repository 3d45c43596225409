/** What the file storage needs from the other services, and what it tells (objects.md 8). */
import type { Bytes, Dict, Xml } from '../../../stdlib/values/types.js';
import type { Store } from '../../storage/index.js';
import type { IsMember } from '../acl/acl.js';
import type { Owner } from '../owner.js';
import type { Principal } from '../principal.js';

export type { Owner } from '../owner.js';

/** Sizes that hostile names and uploads meet; each is a server setting. */
export interface FileLimits {
  /** Bytes of one part of a path. */
  readonly nameLength: number;
  /** Parts of a path. */
  readonly pathDepth: number;
  /** Bytes of all attributes of one file. */
  readonly attributeBytes: number;
  /** Locks of one account. */
  readonly locks: number;
  /** Names of a subscription. */
  readonly subscriptions: number;
}

export const defaultFileLimits: FileLimits = {
  nameLength: 255,
  pathDepth: 32,
  attributeBytes: 64 * 1024,
  locks: 1000,
  subscriptions: 1000,
};

/** The services behind the file storage. */
export interface FilesDeps {
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The account that a name from outside means; `*` is the acting one. Throws `account-unknown`, `domain-unknown`. */
  readonly owner: (who: Principal, name: string) => Owner;
  /** True when the principal is the owner or may reach every file of the account (Users, CanAccessWebSites). */
  readonly mayEverything: (who: Principal, owner: Owner) => boolean;
  readonly isMember: IsMember;
  /** Effective settings of the account. */
  readonly settings: (owner: Owner) => Dict;
  /** Key of the account's writer. */
  readonly writer: (owner: Owner) => string;
  readonly limits: () => FileLimits;
}

/** One stored file or folder. Times in milliseconds since 1970. */
export interface Entry {
  readonly isFolder: boolean;
  /** Folder: key of what is in it. File: 0. */
  readonly id: number;
  readonly size: number;
  readonly created: number;
  readonly modified: number;
  /** When attributes changed last, 0 when there are none. */
  readonly attributesModified: number;
  /** Blobs of the content in order, with their sizes. */
  readonly parts: readonly (readonly [blob: string, size: number])[];
  readonly attributes: readonly Xml[];
}

/** An entry of a listing. */
export interface Listed {
  readonly name: Bytes;
  readonly isFolder: boolean;
  readonly size: number;
  readonly created: number;
  readonly modified: number;
  readonly attributesModified: number;
}

/** A slice of a file. */
export interface Slice {
  readonly bytes: Uint8Array;
  readonly position: number;
  /** Size of the whole file. */
  readonly size: number;
  readonly modified: number;
  /** Media type that the owner gave the file, null when none. */
  readonly type: string | null;
  /** Text that changes with the content. */
  readonly version: string;
}

/** Where data goes: the whole file, an offset, the start without cutting, the end, or a file that must not exist. */
export type WritePosition = 'replace' | 'start' | 'end' | 'new' | number;

/** Letters of the file ACL: list, read, write and create, delete and rename, attributes. */
export type FileLetter = 'l' | 'r' | 'w' | 'd' | 'a';
