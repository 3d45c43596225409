/** What searches look through: decoded header fields and texts of a message, without regard to letter case. */

import { foldCase } from '../../../stdlib/values/foldcase.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import type { OpenedMessage } from '../../objects/messages/opened.js';
import { allParts, partText } from '../../objects/mime/body.js';
import { decodeField } from '../../objects/mime/charset.js';
import type { View } from '../../objects/views/index.js';
import type { Call } from '../run/call.js';

export interface SearchText {
  readonly header: Bytes;
  readonly body: Bytes;
}

const NOTHING: SearchText = { header: '', body: '' };

/** The texts of one message; nothing when it is gone. */
export async function messageText(call: Call, view: View, uid: number): Promise<SearchText> {
  let opened: OpenedMessage;
  try {
    opened = await call.world.objects.messages.open(call.session.principal, view.box, uid);
  } catch {
    return NOTHING;
  }
  const { text, root } = opened;
  const header = root.fields.map(({ name, value }) => `${name}: ${decodeField(value)}`).join('\n');
  let body = '';
  for (const part of allParts(root)) if (part.type === 'text') body += `${partText(text, part)}\n`;
  return { header: foldCase(header), body: foldCase(body) };
}
