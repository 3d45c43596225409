/** The commands of the launcher that need a server, for the completion of shells: the host has them, a test compares. */
import type { Command, Option } from './types.js';

type Listed = Pick<Command, 'name' | 'about' | 'options'>;

const option = (name: string, value: string | null, about: string): Option => ({ name, value, about });

/** Which server. */
const SERVER: readonly Option[] = [
  option('--base', 'DIR', 'base directory'),
  option('--server', 'URL', 'administration listener of a server elsewhere'),
  option('--user', 'NAME', 'an administrator there'),
];

export const SERVER_COMMANDS: readonly Listed[] = [
  {
    name: 'serve',
    about: 'run the server on a base directory',
    options: [
      option('--Base', 'DIR', 'base directory'),
      option('--config', 'FILE', 'configuration file'),
      option('--set', 'NAME=VALUE', 'a setting'),
      option('--LogToConsole', null, 'log records on the standard output, too'),
      option('--LogAll', null, 'record everything'),
      option('--NoWebCache', null, 'compile for every request'),
      option('--Daemon', null, 'detach from the terminal'),
    ],
  },
  {
    name: 'skin',
    about: 'put, list, get, delete, versions, diff, rollback: files of a skin',
    options: SERVER,
  },
  { name: 'passwd', about: 'set the password of an account', options: SERVER },
  {
    name: 'usage',
    about: 'what programs and pages have cost',
    options: [
      option('--domain', 'NAME', 'of this domain only'),
      option('--sort', 'COLUMN', 'by this column'),
      option('--paths', null, 'a line for each path'),
      option('--json', null, 'as JSON'),
      ...SERVER,
    ],
  },
  {
    name: 'log',
    about: 'the log of a running server, also as it comes',
    options: [
      option('--follow', null, 'go on with the records that come'),
      option('--domain', 'NAME', 'of this domain only'),
      option('--app', 'FILE', 'of this program or page only'),
      option('--level', 'N', 'up to this level'),
      option('--text', 'TEXT', 'with this text in them'),
      option('--count', 'N', 'records that are there already'),
      option('--json', null, 'one JSON object a line'),
      ...SERVER,
    ],
  },
  {
    name: 'verify',
    about: 'check the storage of a base directory',
    options: [option('--base', 'DIR', 'base directory')],
  },
  {
    name: 'cli',
    about: 'run administration commands',
    options: [
      option('--host', 'HOST', 'where the server is'),
      option('--port', 'PORT', 'its PWD listener'),
      option('--user', 'NAME', 'who you are'),
    ],
  },
];
