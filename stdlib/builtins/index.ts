/** The pure built-ins that are resident in every sandbox, by lower-case name. */
import { addresses } from './address.js';
import { arrays } from './array.js';
import { core } from './core.js';
import { dictionaries } from './dictionary.js';
import { numbers } from './number.js';
import { strings } from './string.js';
import { times } from './time.js';
import type { BuiltinTable } from './types.js';
import { xmls } from './xml.js';

export { convertSimple } from './convert.js';
export type { Builtin, BuiltinTable } from './types.js';

export const coreBuiltins: BuiltinTable = {
  ...core,
  ...strings,
  ...numbers,
  ...times,
  ...addresses,
  ...arrays,
  ...dictionaries,
  ...xmls,
};
