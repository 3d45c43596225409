/** Contacts in messages (webapp.md F: vCardPart). */
import { xmlText } from '../../../stdlib/data/index.js';
import { findCardProperty, partText, readCalendarTime, readVCards } from '../../../stdlib/formats/index.js';
import { dictOf, isXml, makeTime } from '../../../stdlib/values/index.js';
import type { Bytes, Value, Xml } from '../../../stdlib/values/types.js';
import type { Component, RenderingWorld } from './types.js';

/** Properties that are elements of their own. */
const OWN = new Set(['FN', 'UID', 'REV']);

/** Null when the text is no vCard. */
export function vCardPart(_world: RenderingWorld, text: Bytes): Component | null {
  const card = readVCards(text)?.[0];
  if (card === undefined) return null;
  const elements: [Bytes, Value][] = [['FN', partText(findCardProperty(card, 'FN'), 'VALUE')]];
  const uid = partText(findCardProperty(card, 'UID'), 'VALUE');
  if (uid !== '') elements.push(['UID', uid]);
  const revised = readCalendarTime(partText(findCardProperty(card, 'REV'), 'VALUE').replace(/[-:]/g, ''));
  if (revised !== null) elements.push(['REV', makeTime(revised.at)]);
  const groups = new Map<Bytes, Value[]>();
  for (const property of card.body.filter(isXml)) {
    if (OWN.has(property.type)) continue;
    groups.set(property.type, [...(groups.get(property.type) ?? []), shownProperty(property)]);
  }
  const others = [...groups].map(([name, values]) =>
    dictOf([
      ['name', name],
      ['value', values.length === 1 ? (values[0] ?? null) : values],
    ]),
  );
  return { page: 'vcardpart.wssp', elements: [...elements, ['elements', others]] };
}

/** The parameters of a property, its flags as `type`, and its value as `theValue`; pictures and keys have none. */
function shownProperty(property: Xml): Value {
  const parts = property.body.filter(isXml);
  const flags = parts.filter(({ body }) => body.length === 0).map(({ type }) => type.toLowerCase());
  const texts = parts.filter(({ type }) => type !== 'BINVAL').map(xmlText);
  return dictOf([
    ...property.attributes.map(({ name, value }) => [name.toLowerCase(), value] as const),
    ...(flags.length === 0 ? [] : [['type', flags.join(',')] as const]),
    ['theValue', texts.filter(text => text !== '').join(', ')],
  ]);
}
