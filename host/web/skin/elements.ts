/**
 * Generic dataset elements (webapp.md B2, B3), one entry each. Null: the element does not exist. A component that
 * has set an element keeps it.
 */
import { encodeUtf8, type Value, YES } from '../../../stdlib/values/index.js';
import type { Soon } from '../services.js';
import { textIn } from './choose.js';
import type { Visit } from './visit.js';

/** Makes one element. */
export type ElementMaker = (visit: Visit) => Soon<Value>;

const flag = (on: boolean): Value => (on ? YES : null);
const text = (value: string | null): Value => (value === null || value === '' ? null : value);

/** Elements of every page. */
const common: Readonly<Record<string, ElementMaker>> = {
  secureChannel: ({ request }) => flag(request.secure),
  isWML: ({ device }) => flag(device.isWML),
};

/** Elements of stateless pages. */
export const statelessElements: Readonly<Record<string, ElementMaker>> = {
  ...common,
  filesRef: ({ filesRef }) => filesRef,
  serverName: ({ services }) => services.domains.main(),
  skinName: ({ skin }) => text(encodeUtf8(skin.skin)),
  language: ({ world }) => text(world.language),
  domainName: ({ domain }) => text(domain),
  charset: async visit => text(textIn(await visit.texts(), 'charset')),
};

/** Elements of session pages. */
export const sessionElements: Readonly<Record<string, ElementMaker>> = {
  ...common,
  messageText: ({ request }) => request.parameters.text('messageText'),
  messageCode: ({ request }) => request.parameters.text('messageCode'),
  charset: ({ preferences }) =>
    /^never$/i.test(textIn(preferences, 'UseUTF8Mode')) ? textIn(preferences, 'Charset') || 'utf-8' : 'utf-8',
};
