/** What the values of header fields are (cgpl.md 14.14, xml-objects.md 2). Names in small letters. */
import type { Bytes } from '../../../stdlib/values/types.js';

export const ADDRESS_FIELDS: ReadonlySet<Bytes> = new Set([
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'return-path',
  'resent-from',
  'resent-sender',
  'resent-to',
  'resent-cc',
  'resent-bcc',
  'resent-reply-to',
  'errors-to',
  'return-receipt-to',
  'disposition-notification-to',
  'mail-followup-to',
  'x-confirm-reading-to',
]);

export const DATE_FIELDS: ReadonlySet<Bytes> = new Set([
  'date',
  'resent-date',
  'delivery-date',
  'expires',
  'reply-by',
  'deferred-delivery',
]);
