/**
 * A message of an archive (webapp.md C6), made into markup with the rendering components of the skin (webapp.md F):
 * `rfc822message.wssp`, `rfc822header.wssp`, `attachmentpart.wssp`, `imagepart.wssp`. HTML is shown as its text: no markup of
 * strangers reaches a page.
 */
import {
  type Bytes,
  type Dict,
  decodeUtf8,
  dictOf,
  dictSet,
  makeTime,
  newDict,
  type Value,
  YES,
} from '../../../stdlib/values/index.js';
import { fieldValues, timeOf, valueText } from '../../objects/messages/head.js';
import { fieldValuesOf, type MimePart, parseStructure, textOfPart } from '../../objects/mime/index.js';
import type { ComponentResult } from '../components/types.js';
import { isPicture } from './part.js';
import { escapeText, shownValue } from './shown.js';
import type { ListVisit } from './types.js';

/** Fields that are shown, in this order. */
const SHOWN = ['From', 'Date', 'To', 'Cc', 'Subject'];
/** Messages inside messages, and parts of one message, that are shown. */
const MOST_DEPTH = 5;
const MOST_PARTS = 100;

/** The work on one message. */
interface Rendering {
  readonly of: ListVisit;
  readonly text: Uint8Array;
  /** Address of a part. */
  readonly link: (part: MimePart) => Bytes;
  left: number;
}

/** Markup that a page of the skin makes; empty when the skin has none. */
async function rendered({ of: { visit } }: Rendering, page: string, dataset: Dict): Promise<Bytes> {
  const outcome = await visit.services.apps.render({ context: visit, file: page, dataset });
  if (outcome.kind !== 'response') return '';
  return outcome.response.text ?? Buffer.from(outcome.response.body).toString('latin1');
}

/** Elements of every rendering component. */
function common({ of: { visit } }: Rendering, ref: Bytes): Dict {
  const dataset = dictOf([
    ['MIMEPart', ref],
    ['filesRef', visit.filesRef],
  ]);
  if (visit.device.isWML) dictSet(dataset, 'isWML', YES);
  if (visit.request.parameters.has('printVersion')) dictSet(dataset, 'printVersion', YES);
  return dataset;
}

function fieldsOf(part: MimePart): Value[] {
  const { head } = fieldValuesOf(part.fields);
  return SHOWN.flatMap(name =>
    fieldValues(head, name.toLowerCase()).map(value => {
      const time = name === 'Date' ? timeOf(head, 'date') : null;
      return dictOf([
        ['name', name],
        ['value', shownValue(value)],
        ...(time === null ? [] : [['time', makeTime(time)] as const]),
      ]);
    }),
  );
}

/** Text as markup: WML has no preformatted text. */
function textMarkup({ of: { visit }, text }: Rendering, part: MimePart): Bytes {
  const escaped = escapeText(textOfPart(text, part).replace(/[\0-\x08\x0b-\x1f\x7f]/g, ''));
  return visit.device.isWML
    ? `<p>${escaped.replaceAll('$', '$$$$').replaceAll('\n', '<br/>')}</p>\n`
    : `<pre class="text">${escaped}</pre>\n`;
}

async function fileMarkup(of: Rendering, part: MimePart): Promise<Bytes> {
  const picture = isPicture(part);
  const dataset = common(of, of.link(part));
  const name = part.filename ?? `${part.type}-${part.id}.${part.subtype}`;
  dictSet(dataset, 'attachmentName', name);
  dictSet(dataset, 'fileName', cleanName(name));
  dictSet(dataset, 'decodedSize', part.estimatedSize);
  return rendered(of, picture ? 'imagepart.wssp' : 'attachmentpart.wssp', dataset);
}

/** A name without folders. */
const cleanName = (name: Bytes): Bytes =>
  name.replace(/[\0-\x1f\x7f]+/g, '_').replace(/^.*[/\\]/s, '') || 'file';

async function partMarkup(of: Rendering, part: MimePart, depth: number): Promise<Bytes> {
  if (--of.left < 0) return '';
  const { type, subtype, parts } = part;
  if (type === 'multipart' && subtype === 'alternative') {
    const plain = parts.find(each => each.type === 'text' && each.subtype === 'plain');
    const best = plain ?? parts.at(-1);
    return best === undefined ? '' : partMarkup(of, best, depth);
  }
  if (type === 'multipart') {
    let markup = '';
    for (const each of parts) markup += await partMarkup(of, each, depth);
    return markup;
  }
  const [inner] = parts;
  if (type === 'message' && inner !== undefined) {
    return depth >= MOST_DEPTH ? '' : messageMarkup(of, inner, depth + 1);
  }
  if (type === 'text' && part.disposition !== 'attachment') return textMarkup(of, part);
  return part.id === '' ? '' : fileMarkup(of, part);
}

async function messageMarkup(of: Rendering, part: MimePart, depth: number): Promise<Bytes> {
  const header = common(of, '');
  dictSet(header, 'RFC822Fields', fieldsOf(part));
  const dataset = common(of, '');
  dictSet(dataset, 'RFC822Header', await rendered(of, 'rfc822header.wssp', header));
  dictSet(dataset, 'RFC822Body', await bodyMarkup(of, part, depth));
  if (depth > 0) dictSet(dataset, 'isSubPart', YES);
  return rendered(of, 'rfc822message.wssp', dataset);
}

/** What is in a message; a message that is one file alone can still be taken. */
async function bodyMarkup(of: Rendering, part: MimePart, depth: number): Promise<Bytes> {
  const isFileAlone = part.id === '' && part.parts.length === 0 && part.type !== 'text';
  return isFileAlone ? '' : partMarkup(of, part, depth);
}

/** `listmessage.wssp`; null when there is no such message. */
export async function listMessage(of: ListVisit, uid: number): Promise<ComponentResult | null> {
  const { visit, domain, list, ref } = of;
  const { lists } = visit.services;
  const text = await lists.message(domain, list.name, uid);
  if (text === null) return null;
  const root = parseStructure(text);
  const link = (part: MimePart): Bytes => {
    const name = cleanName(part.filename ?? `part.${part.subtype}`);
    return `${ref}Message/${uid}/${part.id}/${encodeURIComponent(decodeUtf8(name))}`;
  };
  const body = await messageMarkup({ of, text, link, left: MOST_PARTS }, root, 0);
  const { next, previous } = await lists.neighbours(domain, list.name, uid);
  const { head } = fieldValuesOf(root.fields);
  const dataset = newDict();
  const elements: readonly (readonly [Bytes, Value])[] = [
    ['listName', list.name],
    ['realName', list.realName === '' ? null : list.realName],
    ['listRef', ref],
    ['subject', fieldValues(head, 'subject').map(valueText)[0] ?? null],
    ['nextMsg', next],
    ['prevMsg', previous],
    ['messageBody', body],
    ['charset', list.charset === '' ? null : list.charset],
  ];
  for (const [name, value] of elements) if (value !== null) dictSet(dataset, name, value);
  return { page: 'listmessage.wssp', dataset };
}
