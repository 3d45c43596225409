/** A message as a page, with the hooks that programs look for (ximss.md 1.5.10, C-42). */

import { isTime } from '../../../stdlib/values/is.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { fieldValues, valueText } from '../../objects/messages/head.js';
import { dateText as mailDate } from '../../objects/mime/headerline.js';
import { fieldValuesOf, type MimePart } from '../../objects/mime/index.js';
import { attachmentsOf, shownTexts, textOfPart } from '../../objects/mime/plaintext.js';
import { escapeText, escapeValue } from '../xml/write.js';

const HEADER = ['From', 'Sender', 'To', 'Cc', 'Date', 'Subject'];

/**
 * @param link absolute path of a part on this server
 */
export function messagePage(root: MimePart, text: Uint8Array, link: (part: MimePart) => Bytes): Bytes {
  const { head } = fieldValuesOf(root.fields);
  const rows = HEADER.flatMap(name =>
    fieldValues(head, name.toLowerCase()).map(value => {
      const shown = isTime(value) ? mailDate(value.at) : valueText(value);
      return `<tr><th>${name}:</th><td>${escapeText(shown)}</td></tr>`;
    }),
  );
  const bodies = [...shownTexts(root)].map(
    part =>
      `<div class="samoware-RFC822-body"><span class="textBeg"></span><pre>${escapeText(textOfPart(text, part))}</pre><span class="textEnd"></span></div>`,
  );
  const attachments = attachmentsOf(root).map(part => {
    const name = part.filename ?? `${part.type}-${part.id}`;
    return `<cg-message-attachment attachment-ref="${escapeValue(link(part))}" attachment-name="${escapeValue(name)}"><a href="${escapeValue(link(part))}">${escapeText(name)}</a></cg-message-attachment>`;
  });
  const subject = fieldValues(head, 'subject').map(valueText)[0] ?? '';
  return `<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>${escapeText(subject)}</title></head><body><table class="rfcheader">${rows.join('')}</table>${bodies.join('')}${attachments.join('')}</body></html>\n`;
}
