/** Parts of messages in archives: pictures as they are, everything else as a file to be kept. */
import { encodeUtf8 } from '../../../stdlib/values/index.js';
import { findPart, parseStructure, partBytes } from '../../objects/mime/index.js';
import { isPicture } from '../../objects/rendering/index.js';
import { sendFile } from '../respond/file.js';
import type { ListVisit } from './types.js';

/** Sends a part; false when there is none. Strangers wrote it: it gets no rights of this server. */
export async function sendListPart(
  { visit, domain, list }: ListVisit,
  uid: number,
  id: string,
): Promise<boolean> {
  const text = await visit.services.lists.message(domain, list.name, uid);
  const part = text === null ? null : findPart(parseStructure(text), encodeUtf8(id));
  if (text === null || part === null || part.parts.length > 0 || part.id === '') return false;
  const picture = isPicture(part);
  sendFile(visit.request.ctx, {
    bytes: partBytes(text, part),
    type: picture ? `image/${part.subtype}` : 'application/octet-stream',
    modified: null,
    cacheControl: list.browse === 'anyone' ? 'public, max-age=3600' : 'private, no-store',
    fields: {
      'Content-Security-Policy': 'sandbox',
      'Content-Disposition': picture ? 'inline' : 'attachment',
    },
  });
  return true;
}
