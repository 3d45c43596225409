/** What searches look through: decoded header fields and texts of a message, without regard to letter case. */
import { foldKey } from '../../../stdlib/values/fold.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { allParts, partText } from '../../objects/mime/body.js';
import { decodeField } from '../../objects/mime/charset.js';
import { parseStructure } from '../../objects/mime/index.js';
import type { View } from '../../objects/views/index.js';
import type { Call } from '../run/call.js';

export interface SearchText {
  readonly header: Bytes;
  readonly body: Bytes;
}

const NOTHING: SearchText = { header: '', body: '' };

/** The texts of one message; nothing when it is gone. */
export async function messageText(call: Call, view: View, uid: number): Promise<SearchText> {
  let text: Uint8Array;
  try {
    text = await call.world.objects.messages.read(call.session.principal, view.box, uid);
  } catch {
    return NOTHING;
  }
  const root = parseStructure(text);
  const header = root.fields.map(({ name, value }) => `${name}: ${decodeField(value)}`).join('\n');
  let body = '';
  for (const part of allParts(root)) if (part.type === 'text') body += `${partText(text, part)}\n`;
  return { header: foldKey(header), body: foldKey(body) };
}
