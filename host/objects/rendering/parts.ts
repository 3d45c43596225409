/** Headers and files (webapp.md F: RFC822Header, AttachmentPart, ImagePart). */
import { dictOf, makeTime } from '../../../stdlib/values/index.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { fieldValues, timeOf } from '../messages/head.js';
import { fieldValuesOf, type MimePart } from '../mime/index.js';
import type { Component, RenderingWorld } from './types.js';

/** The shown fields of a header, in the order of the reader; the date also as a moment. */
export function fieldsOf(world: RenderingWorld, part: MimePart): Value[] {
  const { head } = fieldValuesOf(part.fields);
  return world.fields.flatMap(name =>
    fieldValues(head, name.toLowerCase()).map(value => {
      const time = name === 'Date' ? timeOf(head, 'date') : null;
      return dictOf([
        ['name', name],
        ['value', world.shown(value)],
        ...(time === null ? [] : [['time', makeTime(time)] as const]),
      ]);
    }),
  );
}

/** Types that browsers show without running anything. */
const PICTURES = new Set(['png', 'jpeg', 'gif', 'webp']);

/** True for pictures that browsers show. */
export const isPicture = ({ type, subtype }: MimePart): boolean => type === 'image' && PICTURES.has(subtype);

/** A name without folders and control codes. */
export const cleanName = (name: Bytes): Bytes =>
  name.replace(/[\0-\x1f\x7f]+/g, '_').replace(/^.*[/\\]/s, '') || 'file';

/** Name of the file that a part is. */
const nameOf = (part: MimePart): Bytes => part.filename ?? `${part.type}-${part.id}.${part.subtype}`;

export function filePart(part: MimePart): Component {
  const name = nameOf(part);
  const clean = cleanName(name);
  const picture = isPicture(part);
  const needsSuffix = picture && !/\.[a-z]{3,4}$/i.test(clean);
  return {
    page: picture ? 'imagepart.wssp' : 'attachmentpart.wssp',
    elements: [
      ['attachmentName', name],
      ['fileName', needsSuffix ? `${clean}.${part.subtype}` : clean],
      ['decodedSize', part.estimatedSize],
    ],
  };
}
