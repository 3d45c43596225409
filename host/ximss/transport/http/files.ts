/** Messages and parts as files, and as pages (ximss.md 1.5.10). */
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Bytes } from '../../../../stdlib/values/types.js';
import { PosternError } from '../../../errors/index.js';
import type { Box } from '../../../objects/mailboxes/types.js';
import { type OpenedMessage, openedText } from '../../../objects/messages/opened.js';
import { findPart, type MimePart, partBytes } from '../../../objects/mime/index.js';
import type { StoredPlace } from '../../../objects/mime/part.js';
import type { XimssSession } from '../../session/session.js';
import type { XimssWorld } from '../../world.js';
import { type Cookie, notFound } from './reply.js';
import { decodePercent } from './resource.js';

/** Part of a message in a form: `P` as stored, `B` the decoded body, `H` the header. */
interface Wanted {
  readonly folder: Bytes;
  readonly uid: number;
  readonly partId: Bytes;
  readonly form: 'P' | 'B' | 'H';
  /** `.txt`: as text. */
  readonly asText: boolean;
  readonly name: Bytes;
}

const SPEC = /^([0-9]{1,15})(?:-([0-9]+(?:-[0-9]+)*))?(?:-([PBH]))?(?:\.([A-Za-z0-9]{1,10}))?$/;

/** Reads the parts of the path; the folder may hold slashes, and a name may follow. */
function readPath(rest: readonly string[], isOpen: (folder: Bytes) => boolean): Wanted | null {
  const parts = rest.map(decodePercent);
  for (const at of [parts.length - 1, parts.length - 2]) {
    const match = at < 1 ? null : SPEC.exec(parts[at] as string);
    const folder = parts.slice(0, Math.max(at, 0)).join('/');
    if (match === null || !isOpen(folder)) continue;
    const partId = match[2] ?? '';
    return {
      folder,
      uid: Number(match[1]),
      partId,
      form: (match[3] as Wanted['form'] | undefined) ?? (partId === '' ? 'P' : 'B'),
      asText: match[4]?.toLowerCase() === 'txt',
      name: parts[at + 1] ?? '',
    };
  }
  return null;
}

interface Found {
  readonly wanted: Wanted;
  readonly message: OpenedMessage;
  readonly part: MimePart;
}

const unknown = (): Error => notFound('unknown message');

/** The message: of an open folder, or in a session of the web face of the mailbox of that name. */
export async function find(
  world: XimssWorld,
  session: XimssSession,
  rest: readonly string[],
): Promise<Found> {
  const { folders } = session.opened;
  const isWeb = session.record.kind === 'web';
  const wanted = readPath(rest, folder => isWeb || folders.find(folder) !== null);
  if (wanted === null) throw unknown();
  try {
    const box = await boxOf(world, session, wanted);
    const { messages, smime } = world.objects;
    // a whole message is given as it is stored, a part as the client saw it
    const isAsStored = (wanted.partId === '' && wanted.form !== 'B') || !smime.isUnlocked(session.record);
    const message = isAsStored
      ? await messages.open(session.principal, box, wanted.uid)
      : openedText(smime.opened(session.record, await messages.read(session.principal, box, wanted.uid)));
    const part = findPart(message.root, wanted.partId);
    if (part === null) throw notFound('unknown message part');
    return { wanted, message, part };
  } catch (error) {
    if (error instanceof PosternError) throw unknown();
    throw error;
  }
}

async function boxOf(world: XimssWorld, session: XimssSession, { folder, uid }: Wanted): Promise<Box> {
  const open = session.opened.folders.find(folder);
  if (open === null) return world.objects.mailboxes.open(session.principal, '*', folder, 'r');
  open.view.need(uid);
  return open.view.box;
}

/** Pages of messages may do nothing at all. */
const SANDBOX = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'";

type Fields = Readonly<Record<string, string>>;

/** Begins an answer; the length is null when it is not known. */
function begin(
  response: ServerResponse,
  length: number | null,
  type: string,
  cookie: Cookie,
  more: Fields,
): void {
  const headers: Record<string, string | number | readonly string[]> = {
    'Content-Type': type,
    ...(length === null ? {} : { 'Content-Length': length }),
    'Cache-Control': 'private, no-cache',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': SANDBOX,
    ...more,
  };
  if (cookie !== null) headers['Set-Cookie'] = cookie;
  response.writeHead(200, 'OK', headers as Record<string, string>);
}

export function send(
  response: ServerResponse,
  body: Uint8Array,
  type: string,
  cookie: Cookie,
  more: Fields = {},
): void {
  begin(response, body.length, type, cookie, more);
  response.end(body);
}

/** Sends what comes in pieces, as fast as the client takes them. What goes wrong meanwhile breaks the answer off. */
export async function sendPieces(
  response: ServerResponse,
  source: AsyncIterable<Uint8Array>,
  length: number | null,
  type: string,
  cookie: Cookie,
  more: Fields,
): Promise<void> {
  begin(response, length, type, cookie, more);
  try {
    await pipeline(Readable.from(source, { objectMode: false, highWaterMark: 64 * 1024 }), response);
  } catch {
    response.destroy();
  }
}

/** A message or part as a file. */
export async function mime(
  world: XimssWorld,
  session: XimssSession,
  rest: readonly string[],
  response: ServerResponse,
  cookie: Cookie,
): Promise<void> {
  const { wanted, message, part } = await find(world, session, rest);
  const name = wanted.name.replace(/[^\x20-\x7e]|["\\]/g, '_');
  const more = name === '' ? {} : { 'Content-Disposition': `inline; filename="${name}"` };
  const type = typeOf(wanted, part);
  if (part.stored === undefined || wanted.form === 'H') {
    send(response, bytesOf(wanted, message.text, part), type, cookie, more);
    return;
  }
  const { messages } = world.objects;
  const source = wanted.form === 'B' ? messages.body(message, part) : messages.stored(message, part);
  await sendPieces(response, source, lengthOf(wanted, part, part.stored), type, cookie, more);
}

function bytesOf({ form }: Wanted, text: Uint8Array, part: MimePart): Uint8Array {
  if (form === 'B') return partBytes(text, part);
  return text.subarray(part.headerStart, form === 'H' ? part.bodyStart : part.bodyEnd);
}

/** Bytes of the answer, null when only decoding tells. */
function lengthOf({ form }: Wanted, { encoding }: MimePart, stored: StoredPlace): number | null {
  if (form === 'P') return stored.bodyEnd - stored.headerStart;
  return encoding === 'identity' ? stored.bodyEnd - stored.bodyStart : null;
}

function typeOf({ form, asText }: Wanted, part: MimePart): string {
  if (asText) return 'text/plain; charset=utf-8';
  if (form === 'H') return 'text/plain; charset=utf-8';
  if (form === 'P') return 'message/rfc822';
  const charset = /^[A-Za-z0-9._:-]{1,60}$/.test(part.charset) ? `; charset=${part.charset}` : '';
  return `${part.type}/${part.subtype}${part.type === 'text' ? charset : ''}`;
}
