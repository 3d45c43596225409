/** From the headers and content of a program to a message (cgpl.md 14.19, SubmitEMail). */
import { dictKeys, isArray, isData, isDict, isString, isTime } from '../../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../../stdlib/values/types.js';
import { look } from '../../../../stdlib/wssp/index.js';
import { PosternError } from '../../../errors/index.js';
import type { HeadAddress } from '../../../objects/messages/head.js';
import { collected } from '../../../objects/messages/opened.js';
import { parseAddressList } from '../../../objects/mime/addresses.js';
import {
  type ComposeField,
  type Content,
  composeMessage,
  defaultMimeLimits,
  findPart,
} from '../../../objects/mime/index.js';
import type { RunScope } from '../../scope.js';
import { held } from './handles.js';

/** A message with the addresses of its recipients. */
export interface Composed {
  readonly text: Buffer;
  readonly from: Bytes | null;
  readonly to: readonly Bytes[];
}

/** Parts inside parts. */
const DEPTH = 50;

/** Header fields whose value is text. */
const texts = [
  'Subject',
  'Message-ID',
  'Content-Class',
  'X-Priority',
  'X-Mailer',
  'In-Reply-To',
  'References',
] as const;
const recipients = ['To', 'Cc', 'Bcc'] as const;

/** A name of an account without its domain. */
const LOCAL = /^[A-Za-z0-9][A-Za-z0-9._+-]*$/;

/** The addresses of a header value: a string, or an array of them; names without a domain belong to `home`. */
function addressesOf(value: Value, home: Bytes): HeadAddress[] {
  const found: HeadAddress[] = [];
  for (const item of isArray(value) ? value : [value]) {
    if (!isString(item)) continue;
    for (const entry of parseAddressList(item, defaultMimeLimits)) {
      if (typeof entry !== 'string') found.push(entry);
      else if (LOCAL.test(entry)) found.push({ address: `${entry}@${home}`, realName: null });
      else throw new PosternError('illegal-value', { args: [entry.slice(0, 100)] });
    }
  }
  return found;
}

const textOf = (dict: Dict, key: Bytes): Bytes | null => {
  const value = look(dict, key);
  return isString(value) && value !== '' ? value : null;
};

/** Type and subtype that a content dictionary names. */
function typeOf(dict: Dict, type: Bytes, subtype: Bytes): { type: Bytes; subtype: Bytes } {
  const given = (textOf(dict, 'Content-Type') ?? type).toLowerCase();
  const slash = given.indexOf('/');
  if (slash > 0) return { type: given.slice(0, slash), subtype: given.slice(slash + 1) };
  const usual =
    given === type ? subtype : given === 'text' ? 'plain' : given === 'multipart' ? 'mixed' : 'octet-stream';
  return { type: given, subtype: (textOf(dict, 'Content-Subtype') ?? usual).toLowerCase() };
}

/** A content of a program as a part. */
export async function contentOf(scope: RunScope, value: Value, depth = 0): Promise<Content> {
  if (depth > DEPTH) throw new PosternError('illegal-value', { args: ['content'] });
  if (isString(value)) return { type: 'text', subtype: 'plain', body: value };
  if (isData(value))
    return { type: 'application', subtype: 'octet-stream', body: Buffer.from(value.bytes, 'latin1') };
  if (isArray(value)) {
    const body: Content[] = [];
    for (const item of value) body.push(await contentOf(scope, item, depth + 1));
    return { type: 'multipart', subtype: 'mixed', body };
  }
  if (!isDict(value)) return { type: 'text', subtype: 'plain', body: '' };
  const filename = textOf(value, 'filename');
  const disposition = textOf(value, 'Content-Disposition') ?? (filename === null ? null : 'attachment');
  const more = {
    ...(disposition === null ? {} : { disposition }),
    ...(filename === null ? {} : { dispositionParams: [['filename', filename]] as const }),
  };
  const { messages } = scope.services.objects;
  const message = look(value, 'message');
  if (message !== null) {
    const opened = held(scope, 'Message', message);
    const body = await collected(messages.stored(opened, opened.root));
    return { type: 'message', subtype: 'rfc822', body, ...more };
  }
  const source = look(value, 'source');
  if (source !== null) {
    const opened = held(scope, 'Message', source);
    const part = findPart(opened.root, textOf(value, 'MIMEPartID') ?? '');
    if (part === null) throw new PosternError('part-unknown');
    const name = part.filename === null ? {} : { dispositionParams: [['filename', part.filename]] as const };
    return {
      type: part.type,
      subtype: part.subtype,
      disposition: part.disposition,
      ...name,
      ...more,
      body: await collected(messages.body(opened, part)),
    };
  }
  const inner = await contentOf(scope, look(value, 'body'), depth + 1);
  return { ...inner, ...typeOf(value, inner.type, inner.subtype), ...more };
}

/** A message of headers and a content; Bcc is only among the recipients. */
export async function compose(scope: RunScope, headers: Dict, content: Value): Promise<Composed> {
  const { delivery } = scope.services.objects;
  const fields: ComposeField[] = [];
  const { principal } = scope.identity;
  const home = principal.kind === 'account' ? principal.domain : scope.services.objects.domains.main();
  const from = addressesOf(look(headers, 'From'), home);
  const own = scope.identity.email === null ? null : delivery.ownAddress(scope.identity.principal);
  const sender = from.length > 0 ? from : own === null ? [] : [own];
  if (sender.length > 0) fields.push(['From', sender]);
  const to: Bytes[] = [];
  for (const name of recipients) {
    const list = addressesOf(look(headers, name), home);
    to.push(...list.map(({ address }) => address));
    if (list.length > 0 && name !== 'Bcc') fields.push([name, list]);
  }
  for (const name of texts) {
    const value = textOf(headers, name);
    if (value !== null) fields.push([name, value]);
  }
  const date = look(headers, 'Date');
  if (isTime(date) && Number.isFinite(date.at)) fields.push(['Date', date.at]);
  const text = composeMessage(fields, await contentOf(scope, content), delivery.composing());
  return { text, from: sender[0]?.address ?? null, to };
}

/** Headers with values put over those of the same name; null leaves a header as it is. */
export function withHeaders(headers: Dict, over: Readonly<Record<string, Value>>): Dict {
  const all: Dict = {
    kind: headers.kind,
    entries: { ...headers.entries },
    order: null,
    names: headers.names,
  };
  for (const [name, value] of Object.entries(over)) {
    if (value === null) continue;
    for (const key of dictKeys(headers))
      if (key.toLowerCase() === name.toLowerCase()) delete all.entries[key];
    all.entries[name] = value;
  }
  return all;
}
