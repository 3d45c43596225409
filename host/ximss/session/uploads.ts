/** Files that came by HTTP and wait for an operation that names them (ximss.md 1.5.10). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { Failure } from '../failure.js';
import type { XimssSettings } from '../settings.js';

/** An uploaded file. */
export interface Upload {
  readonly bytes: Uint8Array;
  /** Name that the client's form gave, may be empty. */
  readonly fileName: Bytes;
  readonly contentType: string;
}

export class Uploads {
  private readonly waiting = new Map<string, { readonly upload: Upload; readonly until: number }>();
  private size = 0;

  constructor(
    private readonly settings: () => XimssSettings,
    private readonly now: () => number,
  ) {}

  /** Keeps a file, in place of an earlier one with this identifier. */
  put(id: string, upload: Upload): void {
    this.forget(id);
    this.expire();
    const { uploadBytes, uploadTime } = this.settings();
    if (this.size + upload.bytes.length > uploadBytes || this.waiting.size >= 1000) {
      throw new Failure('too many uploaded files are waiting', 506);
    }
    this.size += upload.bytes.length;
    this.waiting.set(id, { upload, until: this.now() + uploadTime });
  }

  /** The file of this identifier; it can be taken once. */
  take(id: string): Upload {
    this.expire();
    const found = this.waiting.get(id);
    if (found === undefined) throw new Failure('upload is not found', 538);
    this.forget(id);
    return found.upload;
  }

  clear(): void {
    this.waiting.clear();
    this.size = 0;
  }

  private forget(id: string): void {
    const found = this.waiting.get(id);
    if (found === undefined) return;
    this.size -= found.upload.bytes.length;
    this.waiting.delete(id);
  }

  private expire(): void {
    const now = this.now();
    for (const [id, { until }] of this.waiting) if (until <= now) this.forget(id);
  }
}
