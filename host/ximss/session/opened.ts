/** Views and calendars that a session has open, by the names its client gave them. */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { OpenCalendar } from '../calendars.js';
import { Failure } from '../failure.js';
import type { Folder } from '../folders/folder.js';

/** Something open: it watches its Mailbox until it is closed. */
export interface Closable {
  close(): void;
}

/** One kind of open things: folders or calendars. */
export class OpenedSet<T extends Closable> {
  private readonly byName = new Map<Bytes, T>();

  /** @param kind `folder` or `calendar`, for the error texts */
  constructor(
    private readonly kind: string,
    private readonly limit: () => number,
  ) {}

  /** Refuses a name that is taken, and one too many. */
  check(name: Bytes): void {
    if (this.byName.has(name)) throw new Failure(`${this.kind} has already been opened`, 536);
    if (this.byName.size >= this.limit()) throw new Failure(`too many ${this.kind}s are open`, 536);
  }

  add(name: Bytes, item: T): void {
    this.byName.set(name, item);
  }

  /** The open thing of this name. */
  get(name: Bytes): T {
    const found = this.byName.get(name);
    if (found === undefined) throw new Failure(`${this.kind} has not been opened`, 537);
    return found;
  }

  find(name: Bytes): T | null {
    return this.byName.get(name) ?? null;
  }

  close(name: Bytes): void {
    this.get(name).close();
    this.byName.delete(name);
  }

  get size(): number {
    return this.byName.size;
  }

  closeAll(): void {
    for (const item of this.byName.values()) item.close();
    this.byName.clear();
  }
}

/** Everything that one session has open. */
export class Opened {
  readonly folders: OpenedSet<Folder>;
  readonly calendars: OpenedSet<OpenCalendar>;

  constructor(limit: () => number) {
    this.folders = new OpenedSet('folder', limit);
    this.calendars = new OpenedSet('calendar', limit);
  }

  closeAll(): void {
    this.folders.closeAll();
    this.calendars.closeAll();
  }
}
