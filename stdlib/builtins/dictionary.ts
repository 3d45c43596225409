/** Dictionary built-ins (spec: cgpl.md section 14.8). */
import { dictSetCaseSensitive, newDict } from '../values/dict.js';
import { isDict } from '../values/is.js';
import { Kind, type Value } from '../values/types.js';
import { type BuiltinTable, isKind, wrongArgument } from './types.js';

function setCaseSensitive(d: Value, flag: Value): null {
  if (!isDict(d)) wrongArgument('SetCaseSensitive', 1, d);
  dictSetCaseSensitive(d, flag !== null && flag !== undefined);
  return null;
}

export const dictionaries: BuiltinTable = {
  isdictionary: isKind(Kind.Dict),
  newdictionary: newDict as () => Value,
  setcasesensitive: setCaseSensitive as BuiltinTable[string],
};
