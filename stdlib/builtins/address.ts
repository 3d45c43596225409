/** Built-ins for network addresses and datablocks (spec: cgpl.md sections 14.5 and 14.6). */
import { parseIp } from '../data/address.js';
import { isData, isIp } from '../values/is.js';
import { makeData } from '../values/make.js';
import type { Value } from '../values/types.js';
import { type BuiltinTable, yes } from './types.js';

function ipAddress(x: Value): Value {
  if (isIp(x)) return x;
  return typeof x === 'string' ? parseIp(x) : null;
}

export const addresses: BuiltinTable = {
  isipaddress: x => yes(isIp(x as Value)),
  ipaddress: ipAddress,
  isdata: x => yes(isData(x as Value)),
  emptydata: () => makeData(''),
};
