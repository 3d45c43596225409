/** What skins are made of, and what their service needs from others (webapp.md A). Names are Unicode text. */
import type { Store } from '../../storage/index.js';
import type { Principal } from '../principal.js';

/** A selected skin: the domain whose set comes first, null for the server-wide set; `''` the unnamed skin. */
export interface SkinChoice {
  readonly domain: string | null;
  readonly skin: string;
}

/** A stored file. Times in milliseconds since 1970. */
export interface SkinFile {
  readonly bytes: Uint8Array;
  readonly modified: number;
  /** Text that changes with the content. */
  readonly version: string;
}

export interface SkinFileInfo {
  readonly name: string;
  readonly size: number;
  readonly modified: number;
}

/** One line of the editor's list; `isDefault`: from a skin further down the search order. */
export interface SkinFileLine extends SkinFileInfo {
  readonly isDefault: boolean;
}

/** A change of a skin. `domain` null: seen from every domain. `file` null: the whole skin. */
export interface SkinChange {
  readonly domain: string | null;
  readonly file: string | null;
}

/** The first compile error of a file, null when it compiles. Line and column from 1. */
export type CheckSkinFile = (
  name: string,
  bytes: Uint8Array,
) => Promise<{ readonly line: number; readonly column: number; readonly message: string } | null>;

export interface SkinLimits {
  /** Bytes of one file. */
  readonly fileSize: number;
  /** Files of one skin. */
  readonly files: number;
  /** Named skins of one set. */
  readonly skins: number;
  /** Earlier versions kept of each file. */
  readonly versions: number;
  /** Bytes of contents kept in memory. */
  readonly cacheBytes: number;
}

export const defaultSkinLimits: SkinLimits = {
  fileSize: 16 * 1024 * 1024,
  files: 5000,
  skins: 500,
  versions: 10,
  cacheBytes: 64 * 1024 * 1024,
};

export interface SkinsDeps {
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Permanent key of a domain; domains may be renamed. Throws `domain-unknown`. */
  readonly domainId: (domain: string) => string;
  /** Throws `no-rights` unless the principal may change the skins of the set (null: server-wide). */
  readonly needModify: (who: Principal, domain: string | null) => void;
  /** Throws `no-rights` unless the principal may look at the stock skins. */
  readonly needStock: (who: Principal) => void;
  readonly check: CheckSkinFile;
  /** Folder of the stock skins: `stock` is the unnamed one, every other folder a named one. */
  readonly stockFolder: string;
  readonly limits: () => SkinLimits;
  /** Log of failures of the stock folder. */
  readonly problem: (text: string) => void;
}
