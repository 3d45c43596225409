/** The debuggers that are attached to a server. */
import { PosternError } from '../../errors/index.js';
import type { RequestContext } from '../types.js';
import { Attachment, type AttachmentParts, type DebuggedRun } from './attachment.js';
import type { DebugFilter } from './protocol.js';

export class DebugDesk {
  private readonly attached = new Set<Attachment>();

  /** @param most attachments at a time */
  constructor(private readonly most: () => number) {}

  /** @throws PosternError `too-many` */
  async attach(parts: AttachmentParts, filter: DebugFilter): Promise<Attachment> {
    if (this.attached.size >= this.most()) throw new PosternError('too-many');
    const attachment = new Attachment(parts, filter);
    this.attached.add(attachment);
    try {
      await attachment.open();
    } catch (error) {
      this.attached.delete(attachment);
      throw error;
    }
    return attachment;
  }

  /** The debugger has gone. What it holds ends by itself. */
  detach(attachment: Attachment, message: string): void {
    this.attached.delete(attachment);
    attachment.letGo(message);
  }

  /** The first debugger that takes the request; null: none. */
  claim(context: RequestContext, file: string): DebuggedRun | null {
    for (const attachment of this.attached) {
      const run = attachment.claim(context, file);
      if (run !== null) return run;
    }
    return null;
  }

  async close(): Promise<void> {
    await Promise.all([...this.attached].map(attachment => attachment.close()));
    this.attached.clear();
  }
}
