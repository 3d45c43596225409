/** `ExecuteCLI` (cgpl.md 14.18): the same commands, with the rights of the current account. */
import { PosternError } from '../../errors/index.js';
import type { BuiltinTable } from '../scope.js';

export const cli: BuiltinTable = {
  executecli: async ({ services, identity }, command) => {
    if (typeof command !== 'string') throw new PosternError('syntax', { args: ['the command is no string'] });
    return [...(await services.executeCLI(identity.principal, command))];
  },
};
