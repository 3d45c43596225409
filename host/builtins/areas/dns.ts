/** The formats `dns-...` of `Convert` (cgpl.md 14.10). */
import { encodeUtf8, isIp, makeIp } from '../../../stdlib/values/index.js';
import type { Value } from '../../../stdlib/values/types.js';
import { type NameResolver, type Question, ResolveError } from '../network/dns.js';
import { canonicalAddress } from '../worker/address.js';

const addresses = (found: readonly string[]): Value => {
  return found.flatMap(text => {
    const address = canonicalAddress(text);
    return address === null ? [] : [makeIp(address)];
  });
};
const strings = (found: readonly string[]): Value => found.map(encodeUtf8);

/** Formats: what is asked, and the form of the answer. */
const formats: Readonly<Record<string, readonly [Question, (found: readonly string[]) => Value]>> = {
  'dns-a': ['a', addresses],
  'dns-aaaa': ['aaaa', addresses],
  'dns-ptr': ['ptr', found => strings(found.slice(0, 1))],
  'dns-txt': ['txt', strings],
};

/** Texts for the codes that programs meet most; the others show the code of the resolver. */
const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'unknown host name',
  ENODATA: 'host name has no such record',
  ETIMEOUT: 'name server does not answer',
  EBADNAME: 'illegal host name',
  EBUSY: 'too many name requests',
};

/** Is it a format of this file? In small letters. */
export const isQuestion = (format: string): boolean => Object.hasOwn(formats, format);

/** The answer, or the text of an error; null for a class that the format does not take. */
export async function lookUp(resolver: NameResolver, x: Value, format: string): Promise<Value> {
  const entry = formats[format];
  if (!entry) return null;
  const [question, answer] = entry;
  const name = typeof x === 'string' ? x : question === 'ptr' && isIp(x) ? x.address : null;
  if (name === null) return null;
  try {
    return answer(await resolver.ask(question, name.replace(/\.$/, '')));
  } catch (error) {
    if (!(error instanceof ResolveError)) throw error;
    return reasons[error.code] ?? `name resolution failed: ${error.code}`;
  }
}
