/**
 * A message of an archive (webapp.md C6), made into markup with the rendering components of the skin (webapp.md F):
 * `rfc822message.wssp`, `rfc822header.wssp` and those of the parts.
 */
import { type Bytes, decodeUtf8, dictSet, newDict, type Value } from '../../../stdlib/values/index.js';
import { fieldValues, valueText } from '../../objects/messages/head.js';
import { fieldValuesOf } from '../../objects/mime/index.js';
import { cleanName, messageMarkup, type RenderingWorld, wholeSource } from '../../objects/rendering/index.js';
import type { ComponentResult } from '../components/types.js';
import { shownValue } from './shown.js';
import type { ListVisit } from './types.js';

/** Fields that are shown, in this order. */
const SHOWN = ['From', 'Date', 'To', 'Cc', 'Subject'];

/** The skin of the visitor renders; nobody's key opens what is encrypted. */
function renderingWorld({ visit, ref }: ListVisit, uid: number): RenderingWorld {
  return {
    page: async (file, dataset) => {
      const outcome = await visit.services.apps.render({ context: visit, file, dataset });
      if (outcome.kind !== 'response') return null;
      return outcome.response.text ?? Buffer.from(outcome.response.body).toString('latin1');
    },
    link: (id, part) => {
      const name = cleanName(part.filename ?? `part.${part.subtype}`);
      return `${ref}Message/${uid}/${id}/${encodeURIComponent(decodeUtf8(name))}`;
    },
    filesRef: visit.filesRef,
    isWML: visit.device.isWML,
    isPrinted: visit.request.parameters.has('printVersion'),
    fields: SHOWN,
    shown: shownValue,
    zone: null,
    secrets: null,
  };
}

/** `listmessage.wssp`; null when there is no such message. */
export async function listMessage(of: ListVisit, uid: number): Promise<ComponentResult | null> {
  const { visit, domain, list, ref } = of;
  const { lists } = visit.services;
  const text = await lists.message(domain, list.name, uid);
  if (text === null) return null;
  const source = wholeSource(text);
  const { root } = source;
  const body = await messageMarkup(renderingWorld(of, uid), source, root);
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
