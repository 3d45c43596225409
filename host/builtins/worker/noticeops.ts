/**
 * Built-ins that only tell the server something and go on (cgpl.md 14.18, 14.19): checked here, done on the main
 * thread in the order of the calls.
 */

import { raise } from '../../../stdlib/errors.js';
import { isArray, isDict, isHandle } from '../../../stdlib/values/index.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import type { WebContext } from './context.js';
import type { WebOp } from './ops.js';

/** Hands the arguments over; the result of the built-in is null. */
function tell(context: WebContext, name: string, args: readonly (Value | undefined)[]): null {
  context.services.notify(
    name,
    args.map(argument => argument ?? null),
  );
  return null;
}

/** Values without live references, as everything that outlives the call must be. */
function isBasic(value: Value): boolean {
  if (isArray(value)) return value.every(isBasic);
  if (isDict(value)) return Object.values(value.entries).every(isBasic);
  return !isHandle(value);
}

const NO_ADDRESS = 'the address is missing';
const NO_ACCOUNT = 'there is no current account';
const NO_CONTENT = 'the content must be a string or a dictionary';

/** Why a message cannot be sent, null when it can. */
function refusal(context: WebContext, from: Value, to: Value, content: Value): Bytes | null {
  if (typeof to !== 'string' || to === '') return NO_ADDRESS;
  if (typeof content !== 'string' && !isDict(content)) return NO_CONTENT;
  const sender = typeof from === 'string' ? from : '';
  return context.identity.email === null && !sender.includes('@') ? NO_ACCOUNT : null;
}

/** A message that starts on its way; null, or the reason why not. */
const message =
  (name: string): WebOp =>
  (context, from = null, to = null, content = null) =>
    refusal(context, from, to, content) ?? tell(context, name, [from, to, content]);

export const noticeOps: Readonly<Record<string, WebOp>> = {
  syslog: (context, x = null) => tell(context, 'syslog', [x]),
  sysprofile: (context, flag = null) => tell(context, 'sysprofile', [flag]),
  setapplicationstatus: (context, x = null) =>
    isBasic(x) ? tell(context, 'setapplicationstatus', [x]) : null,
  storecdr: (context, text = null) => (typeof text === 'string' ? tell(context, 'storecdr', [text]) : null),
  subscribeevents: (context, object = null, reference = null) => {
    if (!isHandle(object)) raise('bad-argument', 'SubscribeEvents', 1, 'such an object');
    return isBasic(reference) ? tell(context, 'subscribeevents', [object, reference]) : null;
  },
  sendinstantmessage: message('sendinstantmessage'),
  sendxmppiq: message('sendxmppiq'),
};
