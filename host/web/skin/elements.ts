/**
 * Generic dataset elements (webapp.md B2, B3), one entry each. Null: the element does not exist. A component that
 * has set an element keeps it.
 */
import { type Dict, dictSet, encodeUtf8, newDict, type Value, YES } from '../../../stdlib/values/index.js';
import { isAdministrator } from '../admin/administrators.js';
import { ADMIN } from '../admin/places.js';
import type { Soon } from '../services.js';
import { textIn } from './choose.js';
import type { Visit } from './visit.js';

/** Makes one element. */
export type ElementMaker = (visit: Visit) => Soon<Value>;

const flag = (on: boolean): Value => (on ? YES : null);
const text = (value: string | null): Value => (value === null || value === '' ? null : value);

/** Elements of every page. */
const common: Readonly<Record<string, (visit: Visit) => Value>> = {
  secureChannel: ({ request }) => flag(request.secure),
  isWML: ({ device }) => flag(device.isWML),
};

/** Elements of stateless pages that need nothing but the visit. */
const plainElements: Readonly<Record<string, (visit: Visit) => Value>> = {
  ...common,
  filesRef: ({ filesRef }) => filesRef,
  serverName: ({ services }) => services.domains.main(),
  skinName: ({ skin }) => text(encodeUtf8(skin.skin)),
  language: ({ world }) => text(world.language),
  domainName: ({ domain }) => text(domain),
};

/** Elements of stateless pages. */
export const statelessElements: Readonly<Record<string, ElementMaker>> = {
  ...plainElements,
  charset: async visit => text(textIn(await visit.texts(), 'charset')),
};

const shared = new WeakMap<Dict, Map<string, Dict>>();
/** Sets of elements that are remembered for a text dataset. */
const MOST = 200;

/** All elements of stateless pages for such a visit: the same dictionary for visits that differ in nothing of it. */
export function sharedElementsOf(visit: Visit, texts: Dict): Dict {
  const { request, device, domain, skin, world, services } = visit;
  const facts = [
    request.secure,
    device.isWML,
    device.charset,
    domain,
    skin.domain,
    skin.skin,
    world.language,
  ];
  const key = JSON.stringify([...facts, services.domains.main()]);
  let known = shared.get(texts);
  if (known === undefined || known.size >= MOST) {
    known = new Map();
    shared.set(texts, known);
  }
  let elements = known.get(key);
  if (elements === undefined) {
    elements = newDict();
    const put = (name: string, value: Value): void => {
      if (value !== null && elements) dictSet(elements, name, value);
    };
    for (const name in plainElements) put(name, plainElements[name]?.(visit) ?? null);
    put('charset', device.charset ?? text(textIn(texts, 'charset')));
    known.set(key, elements);
  }
  return elements;
}

/** Elements of session pages. */
export const sessionElements: Readonly<Record<string, ElementMaker>> = {
  ...common,
  adminRef: async ({ services, who }) =>
    who !== null && (await isAdministrator(services, who)) ? ADMIN : null,
  messageText: ({ request }) => request.parameters.text('messageText'),
  messageCode: ({ request }) => request.parameters.text('messageCode'),
  charset: ({ preferences }) =>
    /^never$/i.test(textIn(preferences, 'UseUTF8Mode')) ? textIn(preferences, 'Charset') || 'utf-8' : 'utf-8',
};
