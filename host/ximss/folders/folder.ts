/** A folder: an open view under the name that the client gave it (ximss.md 6.2). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { flagsText } from '../../objects/messages/flags.js';
import type { View } from '../../objects/views/index.js';
import type { Closable } from '../session/opened.js';
import type { XimssSession } from '../session/session.js';
import { element, escapeText, escapeValue } from '../xml/write.js';
import { type FieldWorld, fieldText, isFlags } from './fields.js';

/** Messages whose fields are kept as they were written: clients browse the same ones again and again. */
const KEPT = 400;

export class Folder implements Closable {
  /** The notification of a change. */
  readonly notice: Bytes;
  private view_: View | null = null;
  /** Messages with smaller UIDs are no part of it, however it is sorted and filtered. */
  uidMin: number | null = null;
  private fields: readonly Bytes[] = [];
  /** Fields of a message before and after each FLAGS, by UID. */
  private readonly written = new Map<number, readonly Bytes[]>();
  /** Time zone of what is kept. */
  private zone: string | null = null;

  constructor(
    readonly name: Bytes,
    /** Name of the mailbox, as the client wrote it. */
    readonly mailbox: Bytes,
  ) {
    this.notice = element('folderReport', [
      ['folder', name],
      ['mode', 'notify'],
    ]);
  }

  get view(): View {
    if (this.view_ === null) throw new Error('a folder without view');
    return this.view_;
  }

  show(view: View, fields: readonly Bytes[]): void {
    this.view_ = view;
    this.fields = fields;
    this.written.clear();
  }

  /** Notifications wait until the response to `folderSync` is out. */
  private isHeld = false;
  private isOwed = false;

  /** The mailbox changed for the first time since the client last looked. */
  changed(session: XimssSession): void {
    if (this.isHeld) this.isOwed = true;
    else session.notify(this.notice, 'kept');
  }

  /** Holds notifications back; the result lets them go. */
  hold(session: XimssSession): () => void {
    this.isHeld = true;
    // what the client is about to see needs no notification any more
    session.unnotify(this.notice);
    return () => {
      this.isHeld = false;
      if (this.isOwed) session.notify(this.notice, 'kept');
      this.isOwed = false;
    };
  }

  close(): void {
    this.view_?.close();
    this.written.clear();
  }

  /** The fields of a message, null when it is gone. */
  fieldsOf(uid: number, world: FieldWorld, zone: string | null): Bytes | null {
    const record = this.view.record(uid);
    if (record === null) return null;
    if (this.fields.length === 0) return '';
    if (zone !== this.zone) {
      this.written.clear();
      this.zone = zone;
    }
    const pieces = this.written.get(uid) ?? this.write(uid, world);
    if (pieces.length === 1) return pieces[0] as Bytes;
    const flags = escapeText(flagsText(record.flags));
    let text = pieces[0] as Bytes;
    let at = 1;
    for (const field of this.fields) {
      if (!isFlags(field)) continue;
      text += flags === '' ? `<${field}/>` : `<${field}>${flags}</${field}>`;
      text += pieces[at++] as Bytes;
    }
    return text;
  }

  private write(uid: number, world: FieldWorld): readonly Bytes[] {
    const record = this.view.record(uid);
    if (record === null) return [''];
    const head = this.view.head(uid);
    const pieces = [''];
    for (const field of this.fields) {
      if (isFlags(field)) pieces.push('');
      else pieces[pieces.length - 1] += fieldText(field, { uid, record, head }, world);
    }
    this.written.set(uid, pieces);
    if (this.written.size > KEPT) this.written.delete(this.written.keys().next().value ?? 0);
    return pieces;
  }

  /** The start tag of a report up to its own attributes. */
  reportStart(id: Bytes): Bytes {
    return `<folderReport id="${escapeValue(id)}" folder="${escapeValue(this.name)}"`;
  }
}
