/** Messages as pages (ximss.md 1.5.10, C-42). */
import type { ServerResponse } from 'node:http';
import { dictOf } from '../../../../stdlib/values/dict.js';
import { isTime } from '../../../../stdlib/values/is.js';
import type { Bytes, Dict } from '../../../../stdlib/values/types.js';
import { fieldValues, shownText, valueText } from '../../../objects/messages/head.js';
import { collected } from '../../../objects/messages/opened.js';
import { dateText } from '../../../objects/mime/headerline.js';
import { fieldValuesOf, type MimePart } from '../../../objects/mime/index.js';
import { messageMarkup, type RenderingWorld, type Source } from '../../../objects/rendering/index.js';
import { zoneNameOf } from '../../session/messages.js';
import type { XimssSession } from '../../session/session.js';
import type { XimssWorld } from '../../world.js';
import { find, send } from './files.js';
import { type Cookie, notFound } from './reply.js';
import { decodePercent, type Parameters } from './resource.js';

/** The name of the vendor's skin: without it messages are shown by the pages of the unnamed one. */
const STANDARD = 'samoware';

/** Header fields that pages show. */
const SHOWN = ['From', 'Sender', 'To', 'Cc', 'Date', 'Subject'];

/** A message as a page, made by the rendering components of the skin (webapp.md F). */
export async function format(
  world: XimssWorld,
  session: XimssSession,
  rest: readonly string[],
  query: Parameters,
  response: ServerResponse,
  cookie: Cookie,
): Promise<void> {
  const skin = decodePercent(rest[0] ?? '').toLowerCase();
  const known = (await world.skins?.(session.record.domain)) ?? [];
  if (skin !== STANDARD && !known.some(name => name.toLowerCase() === skin))
    throw notFound('skin is not found', 561);
  const { wanted, message, part } = await find(world, session, rest.slice(1));
  const folder = wanted.folder.split('/').map(encodePercent).join('/');
  const link = (id: Bytes, inner: MimePart): Bytes =>
    `/Session/${session.id}/MIME/${folder}/${wanted.uid}-${id}-B/${encodePercent(inner.filename ?? 'part')}`;
  const name = known.find(each => each.toLowerCase() === skin) ?? '';
  const page = async (file: string, dataset: Dict): Promise<Bytes | null> =>
    (await world.page?.(session.record, name, file, dataset)) ?? null;
  const { messages, smime } = world.objects;
  const rendering: RenderingWorld = {
    page,
    link,
    filesRef: `/SkinFiles/${session.record.domain}/${encodePercent(name)}/`,
    isWML: false,
    isPrinted: query.has('printversion'),
    fields: SHOWN,
    shown: value => (isTime(value) ? dateText(value.at) : shownText(value)),
    zone: zoneNameOf(world, session),
    secrets: {
      open: sealed => smime.open(session.record, sealed),
      check: (signature, detached) => smime.check(signature, detached),
    },
  };
  const source: Source = {
    ...message,
    place: '',
    body: async inner => collected(messages.body(message, inner)),
    stored: async inner => collected(messages.stored(message, inner)),
  };
  const subject = fieldValues(fieldValuesOf(part.fields).head, 'subject').map(valueText)[0] ?? '';
  const dataset = dictOf([
    ['subject', subject],
    ['messageBody', await messageMarkup(rendering, source, part)],
  ]);
  const document = await page('formatmessage.wssp', dataset);
  if (document === null) throw notFound('skin has no page for messages');
  send(response, Buffer.from(document, 'latin1'), 'text/html; charset=utf-8', cookie);
}

function encodePercent(text: Bytes): string {
  return text.replace(
    /[^A-Za-z0-9._~-]/g,
    symbol => `%${symbol.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
