/** `postern skin`: files of skins, through the administration listener of a server. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UsageError } from '../../admin/commandline.js';
import type { SkinListItem } from '../../admin/http/types.js';
import type { UploadReport } from '../../apps/upload.js';
import { type Arguments, readArguments } from '../arguments.js';
import { type AdminClient, refusalOf, serverOptionHelp, serverOptions, withServer } from '../client.js';
import { type Command, EXIT_FAILED, type Terminal } from './types.js';

/** A skin and what is to be done with it. */
interface Target {
  readonly domain: string;
  readonly skin: string;
  readonly files: readonly string[];
}

type Action = (client: AdminClient, target: Target, terminal: Terminal, args: Arguments) => Promise<number>;

const path = ({ domain, skin }: Target, file?: string): string => {
  const query = new URLSearchParams({ domain, skin, ...(file === undefined ? {} : { file }) });
  return `/skins?${query.toString()}`;
};

/** Shows what became of an upload; true when everything was stored. */
function report(terminal: Terminal, { stored, refused }: UploadReport): boolean {
  for (const file of stored) terminal.out(`stored ${file}\n`);
  for (const { file, reason, check } of refused) {
    terminal.error(
      `refused ${file}:${check === null ? ' ' : ''}${reason}\n${check === null ? '' : `${check.codeFrame}\n`}`,
    );
  }
  return refused.length === 0;
}

const put: Action = async (client, target, terminal) => {
  if (target.files.length === 0) throw new UsageError('put needs files');
  let whole = true;
  for (const file of target.files) {
    const answer = await client.ask('PUT', path(target, basename(file)), readFileSync(file));
    if (answer.status !== 200 && answer.status !== 422) {
      terminal.error(`refused ${file}: ${refusalOf(answer)}\n`);
      whole = false;
    } else whole = report(terminal, answer.json() as UploadReport) && whole;
  }
  return whole ? 0 : EXIT_FAILED;
};

const list: Action = async (client, target, terminal) => {
  const answer = await client.ask('GET', path(target));
  if (answer.status !== 200) throw new Error(refusalOf(answer));
  const { files } = answer.json() as { files: SkinListItem[] };
  for (const { name, size, modified, isDefault } of files) {
    const time = (modified ?? '').slice(0, 19).replace('T', ' ').padEnd(19);
    terminal.out(`${String(size).padStart(9)}  ${time}  ${name}${isDefault ? '  (default)' : ''}\n`);
  }
  return 0;
};

const get: Action = async (client, target, terminal, args) => {
  const folder = args.options.get('to');
  if (target.files.length === 0) throw new UsageError('get needs files');
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  let whole = true;
  for (const file of target.files) {
    const answer = await client.ask('GET', path(target, file));
    if (answer.status !== 200) {
      terminal.error(`${file}: ${refusalOf(answer)}\n`);
      whole = false;
    } else if (folder !== undefined) writeFileSync(join(folder, basename(file).toLowerCase()), answer.body);
    else terminal.out(answer.body.toString('utf8'));
  }
  return whole ? 0 : EXIT_FAILED;
};

const remove: Action = async (client, target, terminal) => {
  if (target.files.length === 0) throw new UsageError('delete needs files');
  let whole = true;
  for (const file of target.files) {
    const answer = await client.ask('DELETE', path(target, file));
    if (answer.status === 200) terminal.out(`deleted ${file.toLowerCase()}\n`);
    else {
      terminal.error(`${file}: ${refusalOf(answer)}\n`);
      whole = false;
    }
  }
  return whole ? 0 : EXIT_FAILED;
};

const actions: Readonly<Record<string, Action>> = { put, list, get, delete: remove };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(args, [...serverOptions, 'to']);
  const [verb = '', domain, skinName, ...files] = given.rest;
  const action = Object.hasOwn(actions, verb.toLowerCase()) ? actions[verb.toLowerCase()] : undefined;
  if (!action) throw new UsageError(`put, list, get or delete, not "${verb}"`);
  if (domain === undefined || skinName === undefined) throw new UsageError('a domain and a skin are needed');
  return withServer(given, terminal, client =>
    action(client, { domain, skin: skinName, files }, terminal, given),
  );
}

export const skin: Command = {
  name: 'skin',
  usage: 'put|list|get|delete DOMAIN SKIN [FILE...]',
  help: `  put     checks the files and stores them; .tar archives member by member. A file with an error is refused and
          the place of the error is shown
  list    names, sizes and times; "(default)": the file comes from a skin further down the search order
  get     prints the files, or writes them into the folder --to DIR
  delete  removes files of this skin

DOMAIN "" is the server-wide set, SKIN "" the unnamed skin.

${serverOptionHelp}

Exit status: 0, or 1 when a file was refused.`,
  run,
};
