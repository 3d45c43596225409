/** Drafts of answers and forwarded messages (ximss.md 6.2): what the client sends back after changing it. */
import { isTime } from '../../../stdlib/values/is.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import {
  addressOf,
  fieldValues,
  type HeadAddress,
  shownText,
  valueText,
} from '../../objects/messages/head.js';
import { fieldValuesOf } from '../../objects/mime/index.js';
import type { MimePart } from '../../objects/mime/part.js';
import { firstText } from '../../objects/mime/plaintext.js';
import type { Call } from '../run/call.js';
import { timeText } from '../xml/times.js';
import { escapeText, leaf } from '../xml/write.js';

export type DraftMode =
  | 'replyFrom'
  | 'replyAll'
  | 'forward'
  | 'replyFromHTML'
  | 'replyAllHTML'
  | 'forwardHTML';

type Head = ReturnType<typeof fieldValuesOf>['head'];

/** Longest text that is quoted. */
const LONGEST = 256 * 1024;

export function draftElement(call: Call, root: MimePart, text: Uint8Array, mode: DraftMode): Bytes {
  const { head } = fieldValuesOf(root.fields);
  const isHtml = mode.endsWith('HTML');
  const isForward = mode.startsWith('forward');
  const recipients = isForward ? '' : recipientsOf(call, head, mode.startsWith('replyAll'));
  const body = isForward ? forwarded(head, root, text) : quoted(head, root, text);
  const content = isHtml
    ? leaf('MIME', htmlOf(body), [
        ['type', 'text'],
        ['subtype', 'html'],
      ])
    : leaf('MIME', body, [
        ['type', 'text'],
        ['subtype', 'plain'],
      ]);
  return `<EMail>${fromElement(call)}${recipients}${leaf('Subject', subjectOf(head, isForward))}${threadOf(head)}${content}</EMail>`;
}

const addressElement = (name: Bytes, { address, realName }: HeadAddress): Bytes =>
  leaf(name, address, [['realName', realName]]);

function fromElement(call: Call): Bytes {
  const { session, world } = call;
  const name = world.objects.accounts.effective(session.record).entries.RealName;
  return addressElement('From', {
    address: session.email,
    realName: typeof name === 'string' && name !== '' ? name : null,
  });
}

const addressesOf = (head: Head, field: Bytes): HeadAddress[] =>
  fieldValues(head, field).flatMap(value => addressOf(value) ?? []);

/** Whom an answer goes to: Reply-To or From; to all: also everybody else, but not the one who answers. */
function recipientsOf(call: Call, head: Head, toAll: boolean): Bytes {
  const replyTo = addressesOf(head, 'reply-to');
  const to = replyTo.length > 0 ? replyTo : addressesOf(head, 'from');
  const seen = new Set([call.session.email.toLowerCase()]);
  const fresh = (list: readonly HeadAddress[]): HeadAddress[] =>
    list.filter(({ address }) => {
      const key = address.toLowerCase();
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  const first = fresh(to);
  const all = toAll ? [...first, ...fresh(addressesOf(head, 'to'))] : first;
  const cc = toAll ? fresh(addressesOf(head, 'cc')) : [];
  const shown = all.length > 0 ? all : to;
  return (
    shown.map(one => addressElement('To', one)).join('') + cc.map(one => addressElement('Cc', one)).join('')
  );
}

function subjectOf(head: Head, isForward: boolean): Bytes {
  const subject = fieldValues(head, 'subject').map(valueText)[0] ?? '';
  if (isForward) return /^fwd?:/i.test(subject) ? subject : `Fwd: ${subject}`;
  return /^re:/i.test(subject) ? subject : `Re: ${subject}`;
}

function threadOf(head: Head): Bytes {
  const id = fieldValues(head, 'message-id').map(valueText)[0];
  if (id === undefined || id === '') return '';
  const before = fieldValues(head, 'references').map(valueText)[0] ?? '';
  return leaf('In-Reply-To', id) + leaf('References', `${before} ${id}`.trim());
}

function authorOf(head: Head): Bytes {
  const [from] = addressesOf(head, 'from');
  return from === undefined ? '' : (from.realName ?? from.address);
}

function dateOf(head: Head): Bytes {
  const [date] = fieldValues(head, 'date');
  return date !== undefined && isTime(date) ? timeText(date.at) : '';
}

function quoted(head: Head, root: MimePart, text: Uint8Array): Bytes {
  const lines = firstText(root, text, LONGEST)
    .split('\n')
    .map(line => `>${line.startsWith('>') ? '' : ' '}${line}`);
  return `${authorOf(head)} (${dateOf(head)}):\n${lines.join('\n')}\n`;
}

function forwarded(head: Head, root: MimePart, text: Uint8Array): Bytes {
  const shown = ['From', 'To', 'Cc', 'Subject'].flatMap(name => {
    const values = fieldValues(head, name).map(shownText);
    return values.length === 0 ? [] : [`${name}: ${values.join(', ')}`];
  });
  return `\n---- Forwarded message ----\n${shown.join('\n')}\n\n${firstText(root, text, LONGEST)}\n`;
}

function htmlOf(text: Bytes): Bytes {
  return text.split('\n').map(escapeText).join('<br>\n');
}
