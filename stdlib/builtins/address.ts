/** Built-ins for network addresses and datablocks (spec: cgpl.md sections 14.5 and 14.6). */
import { parseIp } from '../data/address.js';
import { isIp } from '../values/is.js';
import { makeData } from '../values/make.js';
import { Kind, type Value } from '../values/types.js';
import { type BuiltinTable, isKind } from './types.js';

function ipAddress(x: Value): Value {
  if (isIp(x)) return x;
  return typeof x === 'string' ? parseIp(x) : null;
}

export const addresses: BuiltinTable = {
  isipaddress: isKind(Kind.Ip),
  ipaddress: ipAddress,
  isdata: isKind(Kind.Data),
  emptydata: () => makeData(''),
};
