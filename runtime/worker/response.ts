/** Responses as runs give them. */
import type { Bytes } from '../../stdlib/values/types.js';
import { bytesOf } from '../codec/bytes.js';
import type { Response } from '../types.js';

/** The body is kept as the text that it came as: often nobody wants its bytes. */
export class MadeResponse implements Response {
  private bytes: Uint8Array | null = null;

  constructor(
    readonly isSet: boolean,
    readonly code: number,
    readonly reason: string | null,
    readonly type: string | null,
    readonly defaultType: string | null,
    readonly fields: readonly (readonly [name: string, value: string])[],
    readonly text: Bytes | null,
    readonly page: { readonly charset: string | null } | null,
  ) {}

  get body(): Uint8Array | null {
    if (this.bytes === null && this.text !== null) this.bytes = bytesOf(this.text);
    return this.bytes;
  }
}

export const EMPTY_RESPONSE: Response = new MadeResponse(false, 200, null, null, null, [], null, null);
