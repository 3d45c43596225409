/** The binding for programs: CG/PL `ExecuteCLI` (cli.md 2.3). */

import { copy } from '../../stdlib/values/copy.js';
import { dictKeys, dictPut, newDict } from '../../stdlib/values/dict.js';
import { isArray, isDict } from '../../stdlib/values/is.js';
import type { Bytes, Value } from '../../stdlib/values/types.js';
import { PosternError } from '../errors/index.js';
import type { Principal } from '../objects/api.js';
import type { Cli } from './engine.js';

const NOT_AUTHENTICATED = new PosternError('not-authenticated').number;
const NO_RIGHTS = new PosternError('no-rights');

/** What a program gets of a command. */
export interface ProgramAnswer {
  /** Null on success, else the text of the error without its number. */
  readonly error: Bytes | null;
  /** The output object, the program's own copy; null without output or on failure. */
  readonly output: Value;
}

/** Runs a command with the rights of the current account of a program. */
export async function executeForProgram(cli: Cli, who: Principal, command: Bytes): Promise<ProgramAnswer> {
  const result = await cli.execute(who, command);
  // a program cannot log in: without a current account it has no rights
  if (result.code === NOT_AUTHENTICATED) return { error: NO_RIGHTS.message, output: null };
  if (result.code !== 200) return { error: result.text, output: null };
  return { error: null, output: result.output === undefined ? null : copy(forProgram(result.output)) };
}

/** Dictionaries of programs hold no null values (data.md 6); their arrays do, and their elements keep their places. */
function forProgram(value: Value): Value {
  if (isArray(value)) return value.map(forProgram);
  if (!isDict(value)) return value;
  const dict = newDict();
  for (const key of dictKeys(value)) {
    const item = value.entries[key];
    if (item !== undefined && item !== null) dictPut(dict, key, forProgram(item));
  }
  return dict;
}
