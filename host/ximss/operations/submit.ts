/** Sending mail (ximss.md 7): new messages, forwarded and redirected ones, confirmations. */
import { xmlText } from '../../../stdlib/data/index.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { parseFlags } from '../../objects/messages/flags.js';
import { addressOf, fieldValues, type HeadAddress, valueText } from '../../objects/messages/head.js';
import { parseAddressList } from '../../objects/mime/addresses.js';
import { dateText } from '../../objects/mime/headerline.js';
import {
  type ComposeField,
  type Content,
  composeMessage,
  defaultMimeLimits,
} from '../../objects/mime/index.js';
import type { View } from '../../objects/views/index.js';
import { Failure } from '../failure.js';
import { selected } from '../folders/messageset.js';
import { preference } from '../folders/remove.js';
import { composeContext, readEmail } from '../present/compose.js';
import type { Call, Handlers } from '../run/call.js';
import { childNamed, childrenNamed } from '../xml/query.js';
import { folderOf } from './folders.js';
import { uidOf } from './messages.js';

const noRecipient = (): Failure => new Failure('no recipient is specified', 501);

const RECIPIENTS = new Set(['to', 'cc', 'bcc']);

/** Addresses of composed fields. */
function addressesIn(fields: readonly ComposeField[], names: ReadonlySet<string>): Bytes[] {
  return fields.flatMap(([name, value]) => {
    if (!names.has(name.toLowerCase()) || !Array.isArray(value)) return [];
    return (value as readonly HeadAddress[]).map(({ address }) => address);
  });
}

/** Adds the sender when the client gave none. Throws `sender address is not allowed`. */
function withSender(call: Call, fields: readonly ComposeField[]): readonly ComposeField[] {
  const { delivery } = call.world.objects;
  const { principal } = call.session;
  const given = addressesIn(fields, new Set(['from', 'sender']));
  for (const address of given) {
    if (!delivery.maySendAs(principal, address)) throw new Failure('sender address is not allowed', 510);
  }
  if (addressesIn(fields, new Set(['from'])).length > 0) return fields;
  return [['From', [delivery.ownAddress(principal)]], ...fields];
}

async function send(call: Call, text: Uint8Array, to: readonly Bytes[], wantsReport = false): Promise<void> {
  const { session, caller, world } = call;
  await world.objects.delivery.submit(session.principal, {
    text,
    to,
    source: 'XIMSS',
    address: `[${caller.address}]`,
    wantsReport,
  });
}

async function messageSubmit(call: Call): Promise<void> {
  // wrong values are refused before anything is sent
  const wantsReport = call.flag('useDSN');
  const isKept = call.flag('saveSent');
  const context = composeContext(call.world.hostName, call.world.now());
  const { fields, content } = await readEmail(childNamed(call.request, 'email'), { call, context });
  const to = addressesIn(fields, RECIPIENTS);
  if (to.length === 0) throw noRecipient();
  const finished = call.world.objects.delivery.finished(call.session.principal, content);
  const plain = composeMessage(withSender(call, fields), finished, context);
  const text = await secured(call, plain, to);
  await send(call, text, to, wantsReport);
  if (isKept) await keepSent(call, text);
}

/** Signs and encrypts as the client wishes; the sender can read what he sent when he has a certificate. */
async function secured(call: Call, text: Buffer, to: readonly Bytes[]): Promise<Buffer> {
  const { smime } = call.world.objects;
  const { principal, record, email } = call.session;
  const signed = call.flag('sign') ? smime.sign(record, text) : text;
  if (!call.flag('encrypt')) return signed;
  const hasOwn = (await smime.certificatesFor(principal, email)).length > 0;
  return smime.encryptFor(principal, signed, hasOwn ? [...to, email] : to);
}

/** Stores a copy in the mailbox for sent mail. */
async function keepSent(call: Call, text: Uint8Array): Promise<void> {
  const { mailboxes, messages } = call.world.objects;
  const { principal } = call.session;
  const box = await mailboxes.openOrMake(principal, '*', preference(call, 'SentBox', 'Sent Items'), '', 'i');
  const { on, ownOn } = parseFlags('Seen');
  await messages.append(principal, box, text, { flags: { bits: on, own: ownOn } });
}

/** Addresses of the `To` elements of the request. */
function wantedRecipients(call: Call): HeadAddress[] {
  const found = childrenNamed(call.request, 'to').flatMap(child =>
    parseAddressList(xmlText(child), defaultMimeLimits).map(entry => {
      if (typeof entry === 'string') throw new Failure('illegal address', 581);
      return entry;
    }),
  );
  if (found.length === 0) throw noRecipient();
  return found;
}

async function chosen(
  call: Call,
  view: View,
): Promise<{ readonly uid: number; readonly text: Uint8Array }[]> {
  const { messages } = call.world.objects;
  const found: { uid: number; text: Uint8Array }[] = [];
  for (const uid of selected(call.request, view)) {
    if (view.record(uid) === null) continue;
    found.push({ uid, text: await messages.read(call.session.principal, view.box, uid) });
  }
  return found;
}

async function messageForward(call: Call): Promise<void> {
  const { view } = folderOf(call);
  const to = wantedRecipients(call);
  const found = await chosen(call, view);
  if (found.length === 0) return;
  const subject = fieldValues(view.head(found[0]?.uid ?? 0), 'subject').map(valueText)[0] ?? '';
  const context = composeContext(call.world.hostName, call.world.now());
  const fields: ComposeField[] = [
    ['To', to],
    ['Subject', `Fwd: ${subject}`],
  ];
  const parts: Content[] = found.map(({ text }) => ({ type: 'message', subtype: 'rfc822', body: text }));
  const body = [{ type: 'text', subtype: 'plain', body: '' }, ...parts];
  const content: Content = { type: 'multipart', subtype: 'mixed', body };
  const finished = call.world.objects.delivery.finished(call.session.principal, content);
  const text = composeMessage(withSender(call, fields), finished, context);
  await send(
    call,
    text,
    to.map(({ address }) => address),
  );
}

async function messageRedirect(call: Call): Promise<void> {
  const { view } = folderOf(call);
  const { delivery, messages } = call.world.objects;
  const { principal } = call.session;
  const to = wantedRecipients(call).map(({ address }) => address);
  const { address } = delivery.ownAddress(principal);
  for (const { uid, text } of await chosen(call, view)) {
    const context = composeContext(call.world.hostName, call.world.now());
    const resent = [
      `Resent-From: ${address}`,
      `Resent-To: ${to.join(',\r\n ')}`,
      `Resent-Date: ${dateText(context.now)}`,
      `Resent-Message-ID: <${context.unique()}@${context.hostName}>`,
    ];
    await send(call, Buffer.concat([Buffer.from(`${resent.join('\r\n')}\r\n`, 'latin1'), text]), to);
    await messages.setFlags(principal, view.box, [uid], parseFlags('Redirected'));
  }
}

async function messageConfirm(call: Call): Promise<void> {
  const { view } = folderOf(call);
  const uid = uidOf(call);
  view.need(uid);
  const head = view.head(uid);
  const [to] = fieldValues(head, 'disposition-notification-to').flatMap(value => addressOf(value) ?? []);
  if (to === undefined) throw new Failure('message does not request a disposition notification', 529);
  const context = composeContext(call.world.hostName, call.world.now());
  const subject = fieldValues(head, 'subject').map(valueText)[0] ?? '';
  const id = fieldValues(head, 'message-id').map(valueText)[0] ?? '';
  const report = [
    `Reporting-UA: ${context.hostName}; Postern`,
    `Final-Recipient: rfc822;${call.session.email}`,
    ...(id === '' ? [] : [`Original-Message-ID: ${id}`]),
    'Disposition: manual-action/MDN-sent-manually; displayed',
  ];
  const content: Content = {
    type: 'multipart',
    subtype: 'report',
    params: [['report-type', 'disposition-notification']],
    body: [
      { type: 'text', subtype: 'plain', body: `Your message "${subject}" has been displayed.\n` },
      { type: 'message', subtype: 'disposition-notification', body: `${report.join('\n')}\n` },
    ],
  };
  const fields: ComposeField[] = [
    ['To', [to]],
    ['Subject', `Read: ${subject}`],
    ...(id === '' ? [] : [['In-Reply-To', id] as ComposeField]),
  ];
  await send(call, composeMessage(withSender(call, fields), content, context), [to.address]);
  await call.world.objects.messages.setFlags(call.session.principal, view.box, [uid], parseFlags('MDNSent'));
}

export const SUBMIT_HANDLERS: Handlers = { messageSubmit, messageForward, messageRedirect, messageConfirm };
