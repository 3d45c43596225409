/** `postern cli`: runs commands of the server (docs/cli.md). */
import { decodeUtf8, encodeUtf8 } from '../../../stdlib/values/utf8.js';
import { UsageError } from '../../admin/commandline.js';
import { readArguments } from '../arguments.js';
import { prompt } from '../cli/prompt.js';
import { PwdClient } from '../cli/pwdclient.js';
import { shownOutput } from '../cli/show.js';
import { type Command, EXIT_FAILED, type Terminal } from './types.js';

/** Where the PWD module listens unless it is told otherwise, the first choice first (cli.md 2.1). */
const DEFAULT_PORTS = [106, 8106];

/** Ports to try. */
function portsOf(given: string | undefined): readonly number[] {
  const text = given ?? process.env.POSTERN_PWD_PORT;
  if (text === undefined) return DEFAULT_PORTS;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new UsageError('--port needs a port number');
  return [port];
}

async function passwordOf(user: string, terminal: Terminal): Promise<string> {
  const password = process.env.POSTERN_PASSWORD ?? (await terminal.secret(`Password of ${user}: `));
  if (password === null) throw new Error('no password: set POSTERN_PASSWORD');
  return password;
}

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(args, ['host', 'port', 'user'], ['raw', 'plain']);
  const ports = portsOf(given.options.get('port'));
  const user = given.options.get('user') ?? 'postmaster';
  const client = await PwdClient.open({
    host: given.options.get('host') ?? '127.0.0.1',
    ports,
    user,
    password: await passwordOf(user, terminal),
    plain: given.flags.has('plain'),
  });
  let failures = 0;
  const execute = async (line: string): Promise<void> => {
    const { code, text } = await client.send(encodeUtf8(line));
    if (code === 201) terminal.out(`${shownOutput(text, given.flags.has('raw'))}\n`);
    else if (code >= 300) {
      failures++;
      terminal.error(`${code} ${decodeUtf8(text)}\n`);
    }
  };
  try {
    if (given.rest.length > 0) await execute(given.rest.join(' '));
    else if (process.stdin.isTTY) await prompt(client, execute);
    else {
      const lines = (await terminal.input()).toString('utf8').split(/\r?\n/);
      for (const line of lines) if (line.trim() !== '') await execute(line);
    }
  } finally {
    client.close();
  }
  return process.stdin.isTTY && given.rest.length === 0 ? 0 : failures > 0 ? EXIT_FAILED : 0;
}

export const cli: Command = {
  name: 'cli',
  usage: '[--host HOST] [--port PORT] [--user NAME] [COMMAND]',
  help: `Runs a command of the server and shows its output. Without COMMAND it reads commands: from a person, with
history and completion of commands, keywords and names (Tab; HELP [WORD] shows how commands are written; EXIT ends),
or from standard input, one a line. All commands: docs/commands.md.

  --host HOST        where the server is (default: this host); the password goes to
                     other hosts with TLS only, unless --plain is given
  --port PORT        port of the PWD module (default: POSTERN_PWD_PORT, else 106 or 8106)
  --user NAME        who you are (default: postmaster); the password is taken from
                     POSTERN_PASSWORD or asked for
  --raw              show outputs as the server sends them, on one line

Exit status: 0, or 1 when a command failed.

  npx postern cli CREATEACCOUNT 'john@example.com {RealName="John Doe";}'`,
  run,
};
