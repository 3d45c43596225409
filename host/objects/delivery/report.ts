/** Reports to the sender about what was not delivered, or was (RFC 3464). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { type ComposeContext, composeMessage } from '../mime/index.js';
import { headerOf } from './text.js';

/** One recipient in a report. */
export interface Reported {
  readonly address: Bytes;
  readonly action: 'failed' | 'delivered' | 'relayed' | 'delayed';
  readonly status: Bytes;
  readonly text: Bytes;
}

const SUBJECTS: Readonly<Record<Reported['action'], Bytes>> = {
  failed: 'Undeliverable mail',
  delivered: 'Delivered mail',
  relayed: 'Relayed mail',
  delayed: 'Delayed mail',
};

const oneLine = (text: Bytes): Bytes => text.replace(/[\0-\x1f\x7f]+/g, ' ');

/** The message of a report. */
export function reportMessage(
  to: Bytes,
  recipients: readonly Reported[],
  text: Uint8Array,
  domain: string,
  context: ComposeContext,
): Buffer {
  const [first] = recipients;
  const action = first?.action ?? 'failed';
  const lines = recipients.map(each => `<${each.address}>: ${oneLine(each.text)}`).join('\n');
  const fields = recipients.map(
    each =>
      `\r\nFinal-Recipient: rfc822;${oneLine(each.address)}\r\nAction: ${each.action}\r\nStatus: ${each.status}\r\n` +
      `Diagnostic-Code: x-postern;${oneLine(each.text)}\r\n`,
  );
  const status = `Reporting-MTA: dns;${context.hostName}\r\n${fields.join('')}`;
  return composeMessage(
    [
      ['From', { address: `MAILER-DAEMON@${domain}`, realName: null }],
      ['To', { address: to, realName: null }],
      ['Subject', SUBJECTS[action]],
      ['Auto-Submitted', 'auto-generated'],
    ],
    {
      type: 'multipart',
      subtype: 'report',
      params: [['report-type', 'delivery-status']],
      body: [
        { type: 'text', subtype: 'plain', body: `${SUBJECTS[action]}.\n\n${lines}\n` },
        { type: 'message', subtype: 'delivery-status', body: Buffer.from(status, 'latin1') },
        { type: 'text', subtype: 'rfc822-headers', body: headerOf(text).toString('latin1') },
      ],
    },
    context,
  );
}
