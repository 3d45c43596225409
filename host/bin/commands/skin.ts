/** `postern skin`: files of skins, through the administration listener of a server. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Progress } from '../../../playground/cli/progress.js';
import { unifiedDiff } from '../../../playground/diff/lines.js';
import { UsageError } from '../../admin/commandline.js';
import type { SkinListItem, SkinVersionItem } from '../../admin/http/types.js';
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
  const progress = new Progress(terminal, target.files.length);
  for (const file of target.files) {
    const bytes = readFileSync(file);
    await progress.step(file);
    const answer = await client
      .ask('PUT', path(target, basename(file)), bytes)
      .finally(() => progress.clear());
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

const versions: Action = async (client, target, terminal) => {
  if (target.files.length === 0) throw new UsageError('versions needs files');
  for (const file of target.files) {
    const answer = await client.ask('GET', `${path(target, file)}&versions=yes`);
    if (answer.status !== 200) throw new Error(`${file}: ${refusalOf(answer)}`);
    const { versions: list } = answer.json() as { versions: SkinVersionItem[] };
    terminal.out(`${file.toLowerCase()}${list.length === 0 ? ': no versions' : ''}\n`);
    for (const { number, size, modified, author, isPresent } of list) {
      const time = modified.slice(0, 19).replace('T', ' ');
      const mark = isPresent ? '*' : ' ';
      terminal.out(`${mark}${String(number).padStart(5)}  ${String(size).padStart(9)}  ${time}  ${author}\n`);
    }
  }
  return 0;
};

/** A file of the server, `''` when it has none. */
async function textOf(client: AdminClient, target: Target, file: string, version?: string): Promise<string> {
  const number = version === undefined ? '' : `&version=${encodeURIComponent(version)}`;
  const answer = await client.ask('GET', path(target, file) + number);
  if (answer.status === 404 && version === undefined) return '';
  if (answer.status !== 200) throw new Error(`${file}: ${refusalOf(answer)}`);
  return answer.body.toString('utf8');
}

const diff: Action = async (client, target, terminal, args) => {
  if (target.files.length === 0) throw new UsageError('diff needs files');
  const version = args.options.get('version');
  let same = true;
  for (const file of target.files) {
    const name = basename(file).toLowerCase();
    const before = await textOf(client, target, name, version);
    const after = version === undefined ? readFileSync(file, 'utf8') : await textOf(client, target, name);
    const text = unifiedDiff(before, after);
    if (text === '') continue;
    same = false;
    const names = version === undefined ? ['server', 'local'] : [`version ${version}`, 'present'];
    terminal.out(`--- ${name} (${names[0]})\n+++ ${name} (${names[1]})\n${text}`);
  }
  return same ? 0 : EXIT_FAILED;
};

const rollback: Action = async (client, target, terminal, args) => {
  if (target.files.length === 0) throw new UsageError('rollback needs files');
  const version = args.options.get('version');
  const number = version === undefined ? '' : `&version=${encodeURIComponent(version)}`;
  let whole = true;
  for (const file of target.files) {
    const answer = await client.ask(
      'POST',
      path(target, file).replace('/skins?', '/skins/rollback?') + number,
    );
    if (answer.status === 200) {
      const { version: back } = answer.json() as { version: number };
      terminal.out(`${file.toLowerCase()} is as in version ${back} again\n`);
    } else {
      if (answer.status === 422) report(terminal, answer.json() as UploadReport);
      else terminal.error(`${file}: ${refusalOf(answer)}\n`);
      whole = false;
    }
  }
  return whole ? 0 : EXIT_FAILED;
};

const actions: Readonly<Record<string, Action>> = {
  put,
  list,
  get,
  delete: remove,
  versions,
  diff,
  rollback,
};

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readArguments(args, [...serverOptions, 'to', 'version']);
  const [verb = '', domain, skinName, ...files] = given.rest;
  const action = Object.hasOwn(actions, verb.toLowerCase()) ? actions[verb.toLowerCase()] : undefined;
  if (!action) {
    const said = verb === '' ? 'say what to do' : `"${verb}" is unknown`;
    throw new UsageError(`${said}: put, list, get, delete, versions, diff or rollback`);
  }
  if (domain === undefined || skinName === undefined) throw new UsageError('a domain and a skin are needed');
  return withServer(given, terminal, client =>
    action(client, { domain, skin: skinName, files }, terminal, given),
  );
}

export const skin: Command = {
  name: 'skin',
  usage: 'put|list|get|delete|versions|diff|rollback DOMAIN SKIN [FILE...]',
  help: `  put       checks the files and stores them; .tar archives member by member. A file with an error is refused and
            the place of the error is shown
  list      names, sizes and times; "(default)": the file comes from a skin further down the search order
  get       prints the files, or writes them into the folder --to DIR
  delete    removes files of this skin
  versions  what is kept of the files, the newest first; * is the present one
  diff      compares files with those of the skin; with --version N that version with the present file
  rollback  stores the version before again, or --version N; what was there stays among the versions

DOMAIN "" is the server-wide set, SKIN "" the unnamed skin.

  postern skin put "" "" hello.wcgp               for everybody
  postern skin put example.com Shop shop.tar      the skin Shop of one domain

${serverOptionHelp}

Exit status: 0, or 1 when a file was refused or, with diff, when files differ.`,
  run,
};
