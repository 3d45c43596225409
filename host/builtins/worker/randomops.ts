/** Randomness for programs (cgpl.md 14.3, 14.6), through the bridge, so that recordings hold it. */
import { raise } from '../../../stdlib/errors.js';
import { normalise } from '../../../stdlib/values/index.js';
import { Kind } from '../../../stdlib/values/types.js';
import type { WebOp } from './ops.js';

const MOST_BYTES = 4096;

export const randomOps: Readonly<Record<string, WebOp>> = {
  randomnumber: ({ services }) => {
    let number = 0n;
    for (const byte of services.random(8)) number = number * 256n + BigInt(byte);
    return normalise(BigInt.asUintN(63, number));
  },
  randomdata: ({ services }, count) => {
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > MOST_BYTES) {
      raise('bad-range', 'RandomData', 1);
    }
    return { kind: Kind.Data, bytes: Buffer.from(services.random(count)).toString('latin1') };
  },
};
