/**
 * Messages made into markup (webapp.md F): part by part, each by the page of the skin that has the name of the component.
 * HTML is shown as its text: no markup of strangers reaches a page.
 */
import { dictOf, YES } from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { type MimePart, parseStructure, partBytes, textOfPart } from '../mime/index.js';
import { isSealed, isSigned } from '../smime/message.js';
import { calendarPart } from './calendar.js';
import { fieldsOf, filePart } from './parts.js';
import { deliveryReport, dispositionReport } from './reports.js';
import { encryptedPart, sealedPart, signedPart } from './security.js';
import type { Component, RenderingWorld, Secrets, Source } from './types.js';
import { vCardPart } from './vcard.js';

/** Messages inside messages, and contents inside encrypted ones. */
const MOST_DEPTH = 5;
/** Parts of one message that are shown. */
const MOST_PARTS = 100;

/** A text that is at hand as a whole. */
export function wholeSource(text: Uint8Array, place: Bytes = ''): Source {
  return {
    text,
    root: parseStructure(text),
    place,
    body: async part => partBytes(text, part),
    stored: async part => text.subarray(part.headerStart, part.bodyEnd),
  };
}

/**
 * The markup of a message, or of one part of it.
 * @param part of the root of the source, or one in it
 */
export async function messageMarkup(world: RenderingWorld, source: Source, part: MimePart): Promise<Bytes> {
  const rendering = new Rendering(world);
  return part.id === '' ? rendering.message(source, part, 0) : rendering.part(source, part, 0);
}

const MARKUP: Readonly<Record<string, Bytes>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeText = (text: Bytes): Bytes => text.replace(/[&<>"]/g, one => MARKUP[one] ?? '');

/** Kinds of texts that have a component of their own. */
const TEXTS: ReadonlyMap<Bytes, (world: RenderingWorld, text: Bytes) => Component | null> = new Map([
  ['calendar', calendarPart],
  ['directory', vCardPart],
  ['vcard', vCardPart],
  ['x-vcard', vCardPart],
]);

const REPORTS: ReadonlyMap<Bytes, (text: Bytes) => Component> = new Map([
  ['delivery-status', deliveryReport],
  ['disposition-notification', dispositionReport],
]);

class Rendering {
  private left = MOST_PARTS;

  constructor(private readonly world: RenderingWorld) {}

  /** A message, or one inside of it, with its header. */
  async message(source: Source, part: MimePart, depth: number): Promise<Bytes> {
    const ref = depth === 0 ? '' : this.refOf(source, part);
    const elements: [Bytes, Value][] = [
      [
        'RFC822Header',
        await this.made('rfc822header.wssp', ref, [['RFC822Fields', fieldsOf(this.world, part)]]),
      ],
      ['RFC822Body', await this.body(source, part, depth)],
    ];
    if (depth > 0) elements.push(['isSubPart', YES]);
    return this.made('rfc822message.wssp', ref, elements);
  }

  /** What is in a message; one that is a file alone has no address of its own. */
  private async body(source: Source, part: MimePart, depth: number): Promise<Bytes> {
    const isFileAlone = part.id === '' && source.place === '' && part.parts.length === 0;
    const isShown = part.type === 'text' || (this.world.secrets !== null && isSealed(part));
    return isFileAlone && !isShown ? '' : this.part(source, part, depth);
  }

  async part(source: Source, part: MimePart, depth: number): Promise<Bytes> {
    if (--this.left < 0 || depth > MOST_DEPTH) return '';
    const { type, subtype, parts } = part;
    const { secrets } = this.world;
    if (secrets !== null && isSigned(part)) return this.signed(secrets, source, part, depth);
    if (secrets !== null && isSealed(part)) return this.sealed(secrets, source, part, depth);
    if (type === 'multipart') return this.several(source, chosen(part), depth);
    const [inner] = parts;
    if (type === 'message' && inner !== undefined) {
      return depth >= MOST_DEPTH ? '' : this.message(source, inner, depth + 1);
    }
    if (type === 'message' && !this.world.isWML) {
      const report = REPORTS.get(subtype);
      if (report !== undefined) return this.component(source, part, report(textOfPart(source.text, part)));
    }
    if (type === 'text' && part.disposition !== 'attachment') return this.text(source, part);
    return this.file(source, part);
  }

  private async several(source: Source, parts: readonly MimePart[], depth: number): Promise<Bytes> {
    let markup = '';
    for (const part of parts) markup += await this.part(source, part, depth);
    return markup;
  }

  private async text(source: Source, part: MimePart): Promise<Bytes> {
    const text = textOfPart(source.text, part);
    const known = this.world.isWML ? undefined : TEXTS.get(part.subtype);
    const component = known?.(this.world, text) ?? null;
    if (component !== null) return this.component(source, part, component);
    const clean = text.replace(/[\0-\x08\x0b-\x1f\x7f]/g, '');
    // skins that mark texts have a page for them
    const own = await this.world.page(
      'textpart.wssp',
      this.dataset(this.refOf(source, part), [['text', clean]]),
    );
    if (own !== null && own !== '') return own;
    const escaped = escapeText(clean);
    return this.world.isWML
      ? `<p>${escaped.replaceAll('$', '$$$$').replaceAll('\n', '<br/>')}</p>\n`
      : `<pre class="text">${escaped}</pre>\n`;
  }

  private async file(source: Source, part: MimePart): Promise<Bytes> {
    return idIn(source, part) === '' ? '' : this.component(source, part, filePart(part));
  }

  /** An encrypted part shows what is in it when the reader's key opens it; a content inside of a signature is shown. */
  private async sealed(secrets: Secrets, source: Source, part: MimePart, depth: number): Promise<Bytes> {
    const { content, component } = sealedPart(secrets, await source.body(part));
    const inner = content === null ? null : wholeSource(content, idIn(source, part));
    const markup = inner === null ? null : await this.part(inner, inner.root, depth + 1);
    const made =
      component.kind === 'signed' ? signedPart(component, markup) : encryptedPart(component, markup);
    return this.component(source, part, made);
  }

  private async signed(secrets: Secrets, source: Source, part: MimePart, depth: number): Promise<Bytes> {
    const [content, signature] = part.parts;
    if (content === undefined || signature === undefined) return '';
    const markup = await this.part(source, content, depth);
    const seen = sealedPart(secrets, await source.body(signature), await source.stored(content));
    return this.component(source, part, signedPart({ ...seen.component, encoding: 'Text' }, markup));
  }

  private component(source: Source, part: MimePart, { page, elements }: Component): Promise<Bytes> {
    return this.made(page, this.refOf(source, part), elements);
  }

  private async made(page: string, ref: Bytes, elements: Component['elements']): Promise<Bytes> {
    return (await this.world.page(page, this.dataset(ref, elements))) ?? '';
  }

  /** The elements of every component, and its own. */
  private dataset(ref: Bytes, elements: Component['elements']): Dict {
    const { filesRef, isWML, isPrinted } = this.world;
    const common: [Bytes, Value][] = [
      ['MIMEPart', ref],
      ['filesRef', filesRef],
    ];
    if (isWML) common.push(['isWML', YES]);
    if (isPrinted) common.push(['printVersion', YES]);
    return dictOf([...common, ...elements]);
  }

  private refOf(source: Source, part: MimePart): Bytes {
    const id = idIn(source, part);
    return id === '' ? '' : this.world.link(id, part);
  }
}

/** The number of a part in the whole message. */
function idIn({ place }: Source, { id }: MimePart): Bytes {
  return place === '' || id === '' ? place + id : `${place}-${id}`;
}

/** Parts of a multipart that are shown: of alternatives a calendar, else the plain one, else the last. */
function chosen({ subtype, parts }: MimePart): readonly MimePart[] {
  if (subtype !== 'alternative') return parts;
  const text = (wanted: Bytes) => parts.find(part => part.type === 'text' && part.subtype === wanted);
  const best = text('calendar') ?? text('plain') ?? parts.at(-1);
  return best === undefined ? [] : [best];
}
