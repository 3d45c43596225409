/** The formats of `Convert` that need the server (cgpl.md 14.10): look-ups of names, and nonces. */
import { isData, makeData } from '../../../stdlib/values/index.js';
import type { Value } from '../../../stdlib/values/types.js';
import type { Nonces } from '../registry/nonces.js';
import type { BuiltinTable } from '../scope.js';
import { isQuestion, lookUp } from './dns.js';

const nonceFormats: Readonly<Record<string, (nonces: Nonces, x: Value) => Value>> = {
  gennonce: (nonces, x) => {
    const nonce = typeof x === 'number' ? nonces.make(x) : null;
    return nonce && makeData(nonce.toString('latin1'));
  },
  checknonce: (nonces, x) => (isData(x) && nonces.check(Buffer.from(x.bytes, 'latin1')) ? 'YES' : null),
};

/** `Convert` with a format for nonces, in small letters; null for every other format. */
export const convertNonce = (nonces: Nonces, x: Value, format: string): Value =>
  Object.hasOwn(nonceFormats, format) ? (nonceFormats[format]?.(nonces, x) ?? null) : null;

export const convert: BuiltinTable = {
  convert: async ({ services }, x = null, format = null) => {
    if (typeof format !== 'string') return null;
    const name = format.toLowerCase();
    if (isQuestion(name)) return lookUp(services.resolver, x, name);
    return convertNonce(services.nonces, x, name);
  },
};
