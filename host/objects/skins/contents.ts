/** Contents of skin files in memory, least recently used out first. A blob never changes, so nothing gets stale. */
import type { Blobs } from '../../storage/index.js';

export class SkinContents {
  private readonly kept = new Map<string, Uint8Array>();
  private bytes = 0;

  constructor(
    private readonly blobs: Blobs,
    private readonly limit: () => number,
  ) {}

  /** The content when it is in memory. */
  peek(blob: string): Uint8Array | undefined {
    const found = this.kept.get(blob);
    if (!found) return undefined;
    this.kept.delete(blob);
    this.kept.set(blob, found);
    return found;
  }

  async get(blob: string): Promise<Uint8Array> {
    const found = this.peek(blob);
    if (found) return found;
    const bytes = blob === '' ? new Uint8Array() : await this.blobs.get(blob);
    if (!bytes) throw new Error('the content of a skin file is missing');
    this.keep(blob, bytes);
    return bytes;
  }

  private keep(blob: string, bytes: Uint8Array): void {
    if (bytes.length > this.limit() / 4 || this.kept.has(blob)) return;
    this.kept.set(blob, bytes);
    this.bytes += bytes.length;
    for (const [oldest, content] of this.kept) {
      if (this.bytes <= this.limit()) return;
      this.kept.delete(oldest);
      this.bytes -= content.length;
    }
  }
}
