/** What the deployment of a workspace needs, and what it tells. All of it goes over the wire as JSON. */
import type { Principal } from '../../objects/api.js';

/** Versions of skin files, for the way back. */
export interface SkinHistory {
  /** Number of the present version of an own file of the skin, null when it has none. */
  present(who: Principal, domain: string | null, skin: string, file: string): Promise<number | null>;
  read(
    who: Principal,
    domain: string | null,
    skin: string,
    file: string,
    number: number,
  ): Promise<Uint8Array>;
}

/** A file before it is stored. */
export interface CheckedFile {
  readonly name: string;
  readonly errors: readonly { readonly line: number; readonly column: number; readonly message: string }[];
  /** Text of what visitors get now; null: there is no such file, or it is no text. */
  readonly before: string | null;
  readonly isThere: boolean;
  readonly isSame: boolean;
}

/** How to go back: the version to store again, null for a file that was not there. */
export interface WayBack {
  readonly name: string;
  readonly version: number | null;
}
