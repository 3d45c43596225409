/** Digests: what was posted since the last one, in one message; for `index` only who wrote about what. */
import type { Bytes } from '../../../stdlib/values/types.js';
import { type Content, composeMessage } from '../mime/index.js';
import { SYSTEM } from '../principal.js';
import { Facts } from '../rules/facts.js';
import { secondsSetting } from '../settings/read.js';
import type { PostingDeps } from './postings.js';
import { effectiveList } from './settings.js';
import type { ListRecord } from './types.js';

const MOST = 100;

/** A digest that is due, and the list as it was when it was made. */
export interface Digest {
  readonly list: ListRecord;
  /** UID of the last message in it, and when it was made. */
  readonly uid: number;
  readonly time: number;
  /** Null when nothing was posted. */
  readonly texts: { readonly digest: Buffer; readonly index: Buffer } | null;
}

/** The digest and the index when they are due, from the archive in the owner's mailbox; null when they are not. */
export async function digestFor(
  { core, lists, boxes, messages, composing }: PostingDeps,
  given: ListRecord,
  owner: Bytes,
  address: Bytes,
): Promise<Digest | null> {
  const period = secondsSetting(effectiveList(given.settings), 'DigestPeriod', null);
  if (period === null || period <= 0) return null;
  const domain = core.domains.get(given.domainId)?.name ?? '';
  const list = lists.find({ account: given.name, domain });
  const now = core.clock();
  if (list === null || now - list.digestTime < period * 1000) return null;
  const box = await boxes.openOrMake(SYSTEM, owner, list.name, '', 'r');
  const body: Content[] = [];
  let lines = '';
  let last = list.digestUid;
  for await (const { uid } of messages.all(SYSTEM, box)) {
    if (uid <= list.digestUid) continue;
    if (body.length >= MOST) break;
    const text = await messages.read(SYSTEM, box, uid);
    const facts = new Facts(text);
    lines += `${facts.texts('subject')[0] ?? ''}\n    ${facts.addresses('from')[0] ?? ''}\n`;
    body.push({ type: 'message', subtype: 'rfc822', body: text });
    last = uid;
  }
  if (body.length === 0) return { list, uid: last, time: now, texts: null };
  const head = (subject: Bytes) =>
    [
      ['From', { address, realName: null }],
      ['To', { address, realName: null }],
      ['Subject', subject],
      ['Precedence', 'list'],
      ['List-Id', `<${list.name}.${domain}>`],
    ] as const;
  const text: Content = { type: 'text', subtype: 'plain', body: lines };
  const texts = {
    digest: composeMessage(
      head(`Digest of ${list.name}`),
      { type: 'multipart', subtype: 'mixed', body: [text, { type: 'multipart', subtype: 'digest', body }] },
      composing(),
    ),
    index: composeMessage(head(`Index of ${list.name}`), text, composing()),
  };
  return { list, uid: last, time: now, texts };
}
