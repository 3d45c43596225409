/** Regular files of skins (webapp.md A1): everything but templates, programs and datasets. */

import { extensionOf, typeOf } from '../respond/contenttypes.js';
import { sendErrorPage } from '../respond/errorpage.js';
import { sendFile } from '../respond/file.js';
import type { Visit } from '../skin/visit.js';

/** Extensions that are never sent as they are. */
const hidden: ReadonlySet<string> = new Set(['wssp', 'wssi', 'wcgp', 'wcgi', 'data']);

/** Sends a file of the visit's skin, or 404. */
export async function sendSkinFile(visit: Visit, name: string, cacheControl: string): Promise<void> {
  const file = name.toLowerCase();
  const isRegular = file.length <= 255 && !file.startsWith('.') && !hidden.has(extensionOf(file));
  const found = isRegular ? await visit.services.skins.read(visit.skin, file) : null;
  if (found === null) return sendErrorPage(visit, 'notfound');
  sendFile(visit.request.ctx, {
    bytes: found.bytes,
    type: typeOf(file),
    modified: found.modified,
    cacheControl,
    version: found.version ?? null,
  });
}
