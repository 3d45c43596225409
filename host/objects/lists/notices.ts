/** Messages of lists: postings as subscribers get them, letters to subscribers. */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { withFields, withoutFields } from '../delivery/text.js';
import type { ComposeField, Content } from '../mime/index.js';
import { Facts } from '../rules/facts.js';
import { listText } from './settings.js';
import type { ListRecord } from './types.js';

/** Fields that mean something else once a list sends the message. */
const DROPPED: ReadonlySet<Bytes> = new Set([
  'return-path',
  'sender',
  'errors-to',
  'return-receipt-to',
  'disposition-notification-to',
  'x-confirm-reading-to',
  'dkim-signature',
  'precedence',
  'list-id',
  'list-post',
  'list-help',
  'list-owner',
  'list-archive',
  'list-subscribe',
  'list-unsubscribe',
  'list-unsubscribe-post',
]);

/** A posting with the fields of the list. */
export function listMessage(text: Uint8Array, list: ListRecord, domain: string): Buffer {
  const dropped = new Set(DROPPED);
  const fields: ComposeField[] = [
    ['Sender', `${list.name}@${domain}`],
    ['Precedence', 'list'],
    ['List-Id', `<${list.name}.${domain}>`],
    ['List-Post', `<mailto:${list.name}@${domain}>`],
    ['List-Subscribe', `<mailto:${list.name}-on@${domain}>`],
    ['List-Unsubscribe', `<mailto:${list.name}-off@${domain}>`],
  ];
  if (listText(list.settings, 'ReplyTo').toLowerCase() !== 'sender') {
    dropped.add('reply-to');
    fields.push(['Reply-To', `${list.name}@${domain}`]);
  }
  const prefix = listText(list.settings, 'SubjectPrefix').trim();
  const subject = new Facts(text).texts('subject')[0] ?? '';
  if (prefix !== '' && !subject.includes(prefix)) {
    dropped.add('subject');
    fields.push(['Subject', `${prefix} ${subject}`.trim()]);
  }
  return withFields(withoutFields(text, dropped), fields);
}

interface Addresses {
  readonly list: Bytes;
  readonly confirm: Bytes;
  readonly off: Bytes;
}

const SUBJECTS: Readonly<Record<'join' | 'leave' | 'welcome' | 'bye', Bytes>> = {
  join: 'Please confirm your subscription',
  leave: 'Please confirm that you leave the list',
  welcome: 'Welcome to the list',
  bye: 'You have left the list',
};

/** A letter to a subscriber; `id` is what a confirmation must have in its subject. */
export function notice(
  kind: 'join' | 'leave' | 'welcome' | 'bye',
  to: Bytes,
  id: Bytes,
  { list, confirm, off }: Addresses,
  settings: Dict,
): { readonly fields: ComposeField[]; readonly content: Content } {
  const isAsking = id !== '';
  const texts: Readonly<Record<typeof kind, Bytes>> = {
    join: `Somebody, maybe you, asked to subscribe ${to} to ${list}.\nReply to this letter to confirm; do nothing if you do not want that.\n`,
    leave: `Somebody, maybe you, asked to take ${to} off ${list}.\nReply to this letter to confirm; do nothing if you want to stay.\n`,
    welcome: `${to} is now subscribed to ${list}.\nTo leave the list, write to ${off}.\n\n${listText(settings, 'PolicyText')}`,
    bye: `${to} is no longer subscribed to ${list}.\n\n${listText(settings, 'ByeText')}`,
  };
  return {
    fields: [
      ['From', { address: isAsking ? confirm : list, realName: null }],
      ...(isAsking ? [['Reply-To', { address: confirm, realName: null }] as const] : []),
      ['To', { address: to, realName: null }],
      ['Subject', isAsking ? `${SUBJECTS[kind]} (${id})` : SUBJECTS[kind]],
      ['Auto-Submitted', 'auto-generated'],
      ['Precedence', 'list'],
    ],
    content: { type: 'text', subtype: 'plain', body: `${texts[kind].trimEnd()}\n` },
  };
}
