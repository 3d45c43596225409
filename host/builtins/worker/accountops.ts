/** Addresses and the current account (cgpl.md 14.12), facts about the server (14.18). */
import { isDict } from '../../../stdlib/values/index.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { look } from '../../../stdlib/wssp/index.js';
import type { WebOp } from './ops.js';

/** Digits and a leading plus sign of a phone number; other marks of people are dropped. */
function digitsOf(number: Bytes): Bytes | null {
  const plus = /^[\s(]*\+/.test(number) ? '+' : '';
  if (/[^\d\s()+.\-/]/.test(number)) return null;
  const digits = number.replace(/\D/g, '');
  return digits === '' ? null : plus + digits;
}

const textArgument = (x: Value | undefined): Bytes | null => (typeof x === 'string' ? x : null);

export const accountOps: Readonly<Record<string, WebOp>> = {
  phonenumbertosipuri: ({ identity }, x) => {
    const number = textArgument(x);
    const digits = number === null ? null : digitsOf(number);
    return digits === null || identity.domain === null ? null : `sip:${digits}@${identity.domain}`;
  },
  mydomain: ({ identity }) => identity.domain,
  myemail: ({ identity }) => identity.email,
  systeminfo: ({ services }, what) => {
    const facts = services.attachment('system');
    return typeof what === 'string' && isDict(facts) ? look(facts, what) : null;
  },
};
