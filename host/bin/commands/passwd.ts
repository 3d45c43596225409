/** `postern passwd`: sets the password of an account. */
import { readArguments } from '../arguments.js';
import { refusalOf, serverOptionHelp, serverOptions, withServer } from '../client.js';
import { type Command, EXIT_FAILED, type Terminal } from './types.js';

/** The new password: from the variable, typed twice, or the first line of standard input. */
async function newPassword(account: string, terminal: Terminal): Promise<string> {
  const set = process.env.POSTERN_NEW_PASSWORD;
  if (set !== undefined && set !== '') return set;
  const first = await terminal.secret(`New password of ${account}: `);
  if (first === null) return (await terminal.input()).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
  if ((await terminal.secret('Once more: ')) !== first) throw new Error('the two passwords differ');
  return first;
}

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(args, serverOptions);
  const account = given.rest[0] ?? 'postmaster';
  const password = await newPassword(account, terminal);
  if (password === '') throw new Error('an empty password is none');
  return withServer(given, terminal, async client => {
    const answer = await client.ask('POST', '/password', JSON.stringify({ account, password }));
    if (answer.status === 204) {
      terminal.out(`the password of ${account} is set\n`);
      return 0;
    }
    terminal.error(`postern passwd: ${refusalOf(answer)}\n`);
    return EXIT_FAILED;
  });
}

export const passwd: Command = {
  name: 'passwd',
  usage: '[ACCOUNT]',
  help: `Sets the password of an account, of postmaster if none is named. It is asked for twice; without a terminal it is
the variable POSTERN_NEW_PASSWORD or the first line of standard input.

${serverOptionHelp}`,
  run,
};
