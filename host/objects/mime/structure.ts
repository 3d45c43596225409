/**
 * The parts of a message, found in one walk over its lines; bodies are not touched. Whatever is broken is read as far as
 * it goes: parts that never end, boundaries that never come, nesting and numbers beyond the limits.
 */
import type { Bytes } from '../../../stdlib/values/types.js';
import { contentOf, type PartContent } from './content.js';
import { type Field, type Header, readHeader } from './fields.js';
import { bufferOf } from './head.js';
import { defaultMimeLimits, type MimeLimits } from './limits.js';
import type { MimePart } from './part.js';

/** A part while its end is not known. */
interface Open {
  readonly id: Bytes;
  readonly content: PartContent;
  readonly fields: readonly Field[];
  readonly headerStart: number;
  readonly bodyStart: number;
  bodyEnd: number;
  readonly parts: Open[];
}

/** Longest line that can separate parts. */
const LONGEST_BOUNDARY = 300;

/** Parses a whole message. Never fails. */
export function parseStructure(text: Uint8Array, limits: MimeLimits = defaultMimeLimits): MimePart {
  const buffer = bufferOf(text);
  return new Walk(buffer, limits).run();
}

class Walk {
  /** Multiparts and messages around the place, the outermost first. */
  private readonly stack: Open[] = [];
  /** Levels of the multiparts by their separating lines. */
  private readonly levels = new Map<Bytes, number[]>();
  private count = 0;

  constructor(
    private readonly text: Buffer,
    private readonly limits: MimeLimits,
  ) {}

  run(): MimePart {
    const root = this.open('', 0, false);
    let at = root.bodyStart;
    for (let line = this.nextLine(at, true); line !== null; line = this.nextLine(at, false)) {
      at = this.separator(line.start, line.end);
    }
    this.closeTo(0, this.text.length);
    return finish(root);
  }

  /** Opens the part whose header starts here; a message in it is opened, too. */
  private open(id: Bytes, start: number, inDigest: boolean): Open {
    this.count++;
    const header: Header = readHeader(this.text, start, this.text.length, this.limits);
    const content = contentOf(header.fields, inDigest);
    const part: Open = {
      id,
      content,
      fields: header.fields,
      headerStart: start,
      bodyStart: header.bodyStart,
      bodyEnd: this.text.length,
      parts: [],
    };
    this.stack.push(part);
    const isFull = this.stack.length > this.limits.depth || this.count >= this.limits.parts;
    if (isFull) return part;
    if (content.boundary !== null) {
      const levels = this.levels.get(content.boundary) ?? [];
      levels.push(this.stack.length - 1);
      this.levels.set(content.boundary, levels);
    } else if (content.type === 'message' && isMessage(content.subtype) && content.encoding === 'identity') {
      part.parts.push(this.open(childId(id, 1), header.bodyStart, false));
    }
    return part;
  }

  /** The next line with two dashes at its start. `isFirst`: the line at `from` counts itself. */
  private nextLine(from: number, isFirst: boolean): { start: number; end: number } | null {
    if (this.levels.size === 0) return null;
    const { text } = this;
    let start: number;
    if ((isFirst || text[from - 1] === 10) && text[from] === 45 && text[from + 1] === 45) start = from;
    else {
      const found = text.indexOf('\n--', from, 'latin1');
      if (found < 0) return null;
      start = found + 1;
    }
    const end = text.indexOf(10, start);
    return { start, end: end < 0 ? text.length : end };
  }

  /** Looks at a line that may separate parts; gives where to go on. */
  private separator(start: number, end: number): number {
    if (end - start > LONGEST_BOUNDARY) return end;
    const line = this.text.toString('latin1', start + 2, end).trimEnd();
    const isEnd = line.endsWith('--') && !this.levels.has(line);
    const levels = this.levels.get(isEnd ? line.slice(0, -2) : line);
    const level = levels?.at(-1);
    if (level === undefined) return end;
    this.closeTo(level + 1, this.beforeLine(start));
    const outer = this.stack[level];
    if (outer === undefined) return end;
    if (isEnd) {
      this.forget(outer);
      return end;
    }
    if (this.count >= this.limits.parts) return end;
    const id = childId(outer.id, outer.parts.length + 1);
    const part = this.open(id, Math.min(end + 1, this.text.length), outer.content.subtype === 'digest');
    outer.parts.push(part);
    return this.innermostStart(part);
  }

  private innermostStart(part: Open): number {
    let inner = part;
    for (let next = inner.parts[0]; next !== undefined; next = inner.parts[0]) inner = next;
    return inner.bodyStart;
  }

  /** The line break before a separating line belongs to it. */
  private beforeLine(start: number): number {
    if (start > 0 && this.text[start - 1] === 10) start--;
    if (start > 0 && this.text[start - 1] === 13) start--;
    return start;
  }

  /** Ends every open part of this level and deeper. */
  private closeTo(level: number, end: number): void {
    while (this.stack.length > level) {
      const part = this.stack.pop();
      if (part === undefined) return;
      part.bodyEnd = Math.max(part.bodyStart, end);
      this.forget(part);
    }
  }

  /** Separating lines of a part that has ended mean nothing any more. */
  private forget({ content }: Open): void {
    if (content.boundary === null) return;
    const levels = this.levels.get(content.boundary);
    if (levels === undefined) return;
    while (levels.length > 0 && (levels.at(-1) ?? 0) >= this.levelOf(content)) levels.pop();
    if (levels.length === 0) this.levels.delete(content.boundary);
  }

  private levelOf(content: PartContent): number {
    const at = this.stack.findIndex(part => part.content === content);
    return at < 0 ? this.stack.length : at;
  }
}

const isMessage = (subtype: Bytes) => subtype === 'rfc822' || subtype === 'global' || subtype === 'news';

const childId = (outer: Bytes, number: number): Bytes =>
  `${outer === '' ? '' : `${outer}-`}${String(number).padStart(2, '0')}`;

/** About how many decoded bytes a body has, by its encoding: base64 has four bytes for three, and line breaks. */
export function estimate(encoding: MimePart['encoding'], bytes: number): number {
  return encoding === 'base64' ? Math.floor((bytes * 76 * 3) / (78 * 4)) : bytes;
}

function finish(part: Open): MimePart {
  const { boundary: _, ...content } = part.content;
  const { id, fields, headerStart, bodyStart, bodyEnd } = part;
  const estimatedSize = estimate(content.encoding, bodyEnd - bodyStart);
  const parts = part.parts.map(finish);
  return { id, ...content, fields, headerStart, bodyStart, bodyEnd, estimatedSize, parts };
}
