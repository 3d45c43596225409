/**
 * Built-ins over what this server does not have: they answer the error text of `not-available`, which names the
 * built-in, so that programs see a coded error and go on.
 */
import { PosternError } from '../../errors/index.js';
import type { Builtin, BuiltinTable } from '../scope.js';

/** What is missing, and which built-ins need it. */
export const missing: Readonly<Record<string, readonly string[]>> = {
  Helpers: ['BannerRead'],
};

/** The built-in that only says what is missing. */
function unavailable(name: string): Builtin {
  return () => {
    throw new PosternError('not-available', { args: [name] });
  };
}

export const later: BuiltinTable = Object.fromEntries(
  Object.values(missing).flatMap(names => names.map(name => [name.toLowerCase(), unavailable(name)])),
);
