/** A message as a page, with the hooks that programs look for (ximss.md 1.5.10, C-42). */

import { dictOf } from '../../../stdlib/values/dict.js';
import { isTime } from '../../../stdlib/values/is.js';
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { fieldValues, valueText } from '../../objects/messages/head.js';
import { dateText as mailDate } from '../../objects/mime/headerline.js';
import { fieldValuesOf, type MimePart } from '../../objects/mime/index.js';
import { attachmentsOf, shownTexts, textOfPart } from '../../objects/mime/plaintext.js';

const HEADER = ['From', 'Sender', 'To', 'Cc', 'Date', 'Subject'];

/**
 * The dataset of the page (formatmessage.wssp).
 * @param link absolute path of a part on this server
 */
export function messageDataset(root: MimePart, text: Uint8Array, link: (part: MimePart) => Bytes): Dict {
  const { head } = fieldValuesOf(root.fields);
  const fields = HEADER.flatMap(name =>
    fieldValues(head, name.toLowerCase()).map(value =>
      dictOf([
        ['name', name],
        ['value', isTime(value) ? mailDate(value.at) : valueText(value)],
      ]),
    ),
  );
  const texts = [...shownTexts(root)].map(part => dictOf([['text', textOfPart(text, part)]]));
  const attachments = attachmentsOf(root).map(part =>
    dictOf([
      ['MIMEPart', link(part)],
      ['attachmentName', part.filename ?? `${part.type}-${part.id}`],
    ]),
  );
  return dictOf([
    ['subject', fieldValues(head, 'subject').map(valueText)[0] ?? ''],
    ['RFC822Fields', fields],
    ['texts', texts],
    ['attachments', attachments],
  ]);
}
