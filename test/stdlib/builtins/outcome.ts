/** Runs cases: in this process, and bundled inside the engine of the sandbox. */
import { hostBuiltins } from '../../../stdlib/builtins/host.js';
import { coreBuiltins } from '../../../stdlib/builtins/index.js';
import { parse, printCompact } from '../../../stdlib/data/index.js';
import { encodeUtf8 } from '../../../stdlib/values/index.js';
import type { Value } from '../../../stdlib/values/types.js';

export const call = (name: string, ...args: Value[]): Value => {
  const builtin = coreBuiltins[name.toLowerCase()] ?? hostBuiltins[name.toLowerCase()];
  if (builtin === undefined) throw new Error(`no ${name}`);
  return builtin(...args);
};

/** The value of a text; a text that is malformed fails the test. */
export const v = (text: string): Value => {
  const result = parse(encodeUtf8(text));
  if (!result.ok) throw new Error(`${result.error.code} in ${text}`);
  return result.value;
};

/** What a call gives, or does to its first argument if it is a procedure: the compact text, or the exception code. */
export const outcome = (name: string, args: Value[], changes: boolean): string => {
  try {
    const result = call(name, ...args);
    return printCompact(changes ? (args[0] ?? null) : result);
  } catch (error) {
    return `exception ${(error as { code: string }).code}`;
  }
};
