/** Types of what built-ins give, from the table of declarations. */
import { findBuiltin } from '../../../stdlib/declarations/index.js';
import {
  ANY,
  ANY_NUMBER,
  ARRAY,
  BOOLEAN,
  classes,
  DATA,
  DICTIONARY,
  type ExprType,
  HANDLE,
  IP,
  join,
  NEVER,
  NULL,
  numberBetween,
  STRING,
  TIME,
  XML,
} from './type.js';

const WORDS: Readonly<Record<string, ExprType>> = {
  any: ANY,
  array: classes(ARRAY),
  boolean: BOOLEAN,
  datablock: classes(DATA),
  dictionary: classes(DICTIONARY),
  handle: classes(HANDLE),
  'ip-address': classes(IP),
  null: classes(NULL),
  number: ANY_NUMBER,
  string: classes(STRING),
  timestamp: classes(TIME),
  xml: classes(XML),
};

/** More than any string, array or dictionary can hold. */
const MOST = 2 ** 30;

/** Built-ins whose numbers lie in known bounds. */
const RANGES: Readonly<Record<string, ExprType>> = {
  length: numberBetween(0, MOST),
  findsubstring: numberBetween(-1, MOST),
  year: join(classes(NULL), numberBetween(-(2 ** 45), 2 ** 45)),
  monthnum: join(classes(NULL), numberBetween(0, 1024)),
  monthday: join(classes(NULL), numberBetween(0, 1024)),
  yearday: join(classes(NULL), numberBetween(0, 1024)),
  timeofday: join(classes(NULL), numberBetween(0, 2 ** 20)),
};

const known = new Map<string, ExprType>();

/** The type of a built-in's result; anything for a name that is no built-in. */
export function resultOf(lowerName: string): ExprType {
  let type = known.get(lowerName);
  if (type === undefined) {
    const words = findBuiltin(lowerName)?.returns ?? 'any';
    type =
      RANGES[lowerName] ?? words.split(' or ').reduce((sum, word) => join(sum, WORDS[word] ?? ANY), NEVER);
    if (words === '') type = classes(NULL);
    known.set(lowerName, type);
  }
  return type;
}

/** What an argument is when the predicate holds. */
export const PREDICATES: Readonly<Record<string, number>> = {
  isarray: ARRAY,
  isdata: DATA,
  isdate: TIME,
  isdictionary: DICTIONARY,
  isipaddress: IP,
  isnumber: 2,
  isstring: STRING,
  isxml: XML,
};
