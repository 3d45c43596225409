/** Content that nothing refers to (yet, or any more): it stays for a grace time. */
import type { BlobRecord } from './records.js';

export interface FreshBlob extends Omit<BlobRecord, 'count'> {
  /** The content itself, if it is small. */
  readonly content: Uint8Array | null;
  /** When it may go, milliseconds since 1970; Infinity while the write that released it is not on disk. */
  due: number;
}

export class FreshBlobs {
  readonly #blobs = new Map<string, FreshBlob>();
  /** Bytes of content in memory. */
  bytes = 0;

  get(id: string): FreshBlob | undefined {
    return this.#blobs.get(id);
  }

  add(id: string, blob: FreshBlob): void {
    this.delete(id);
    this.#blobs.set(id, blob);
    this.bytes += blob.content?.length ?? 0;
  }

  delete(id: string): void {
    const blob = this.#blobs.get(id);
    if (blob === undefined) return;
    this.#blobs.delete(id);
    this.bytes -= blob.content?.length ?? 0;
  }

  /** Forgets and gives what is due. */
  takeDue(now: number): string[] {
    const due: string[] = [];
    for (const [id, blob] of this.#blobs) if (blob.due <= now) due.push(id);
    for (const id of due) this.delete(id);
    return due;
  }

  get size(): number {
    return this.#blobs.size;
  }
}
