/** Makes the target of a launch or attach request. */
import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { createNodeSandbox } from '../../runtime/node/index.js';
import { DiskFiles } from '../cli/disk.js';
import type { DebugSession, OpenSandbox, Recorded } from '../debug/session.js';
import { sourcesOf } from '../debug/sources.js';
import { debugRecording, debugRun } from '../debug/start.js';
import { languageOf } from '../language/languages.js';
import { fromUtf8, latin1 } from '../language/text.js';
import { Account } from '../sandbox/account/account.js';
import { emptyAccount } from '../sandbox/account/state.js';
import { environment } from '../sandbox/environment.js';
import { EMPTY_REQUEST } from '../sandbox/request.js';
import type { WorkFiles } from '../sandbox/units.js';
import { HostLink } from './link.js';
import { Live, type LiveFilter } from './live.js';
import { Refusal, type Target, type Told } from './target.js';
import { Walk } from './walk.js';

/** What a launch configuration may say. */
export interface LaunchArguments extends LiveFilter {
  readonly program?: string;
  readonly recording?: string;
  /** Where the sources are. */
  readonly folder?: string;
  readonly entry?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly dataset?: string;
  readonly stopOnEntry?: boolean;
  /** Address of a server, to debug its requests. */
  readonly host?: string;
  readonly user?: string;
  readonly password?: string;
}

const open: OpenSandbox = probe => createNodeSandbox({ environments: [environment], probe });

/** The folder where the editor finds the sources. */
export const folderOf = ({ folder, program, recording }: LaunchArguments): string =>
  resolve(folder ?? dirname(program ?? recording ?? '.'));

/** @throws Refusal */
export async function targetOf(args: LaunchArguments, told: Told): Promise<Target> {
  if (args.host !== undefined) return attach(args, args.host, told);
  const { recording, program, stopOnEntry } = args;
  if (program === undefined && recording === undefined)
    throw new Refusal('"program", "recording" or "host" is missing');
  const files = new DiskFiles(folderOf(args));
  let error: string | null = null;
  return new Walk({
    told,
    first: stopOnEntry === true ? 'entry' : null,
    error: () => error,
    open: async () => {
      try {
        if (recording === undefined)
          return await run(args, program ?? '', files, told, text => (error = text));
        const bytes = readFileSync(resolve(recording));
        return await past(bytes, files, told, text => (error = text));
      } catch (problem) {
        told.output('stderr', `${problem instanceof Error ? problem.message : String(problem)}\n`);
        return null;
      }
    },
  });
}

type Failed = (text: string | null) => void;

async function run(
  { entry, params = {}, method, dataset }: LaunchArguments,
  program: string,
  files: WorkFiles,
  told: Told,
  failed: Failed,
): Promise<DebugSession<Recorded>> {
  const file = basename(program);
  if (languageOf(file) === null) throw new Refusal(`${file} is no program and no page`);
  const session = await debugRun(open, {
    files,
    file,
    request: { ...EMPTY_REQUEST, method: method ?? 'GET', query: Object.entries(params) },
    account: new Account(emptyAccount()),
    ...(entry === undefined ? {} : { entry }),
    ...(dataset === undefined ? {} : { dataset }),
  });
  const { outcome } = session;
  failed(outcome?.error?.message ?? null);
  for (const { text } of outcome?.log ?? []) told.output('stdout', `${text}\n`);
  for (const { severity, file: name, message, range } of outcome?.diagnostics ?? []) {
    if (severity === 'error') told.output('stderr', `${name}:${range.start.line}: ${message}\n`);
  }
  if (outcome?.answer != null)
    told.output('stdout', `${outcome.answer.status}\n${fromUtf8(latin1(outcome.answer.body))}\n`);
  return session;
}

async function past(
  recording: Uint8Array,
  files: WorkFiles,
  told: Told,
  failed: Failed,
): Promise<DebugSession<Recorded>> {
  const session = await debugRecording(open, recording, files);
  failed(session.outcome?.result.error?.message ?? null);
  for (const name of session.outcome?.changed ?? [])
    told.output('console', `${name} is not as it was recorded\n`);
  return session;
}

/** Texts that a recording brought along. */
function brought(recording: Uint8Array): WorkFiles {
  const texts = new Map(
    Object.entries(sourcesOf(recording) ?? {}).map(([name, text]) => [name.toLowerCase(), text]),
  );
  return {
    list: () => [...texts.keys()],
    read: file => texts.get(file.toLowerCase()) ?? null,
    bytes: file => {
      const text = texts.get(file.toLowerCase());
      return text === undefined ? null : Buffer.from(text);
    },
  };
}

async function attach(args: LaunchArguments, host: string, told: Told): Promise<Target> {
  const { user, password = process.env.POSTERN_PASSWORD, domain, path, session, account, once } = args;
  if (user === undefined || password === undefined)
    throw new Refusal('"user" and "password" are missing (the password may be in POSTERN_PASSWORD)');
  let address: URL;
  try {
    address = new URL(/^https?:\/\//i.test(host) ? host : `http://${host}`);
  } catch {
    throw new Refusal(`${host} is no address of a server`);
  }
  const credentials = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const link = await HostLink.open(address, credentials);
  const given = Object.entries({ domain, path, session, account, once });
  const filter: LiveFilter = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  const replay = (recording: Uint8Array, tell: Told): Target => {
    let error: string | null = null;
    return new Walk({
      told: tell,
      first: 'end',
      error: () => error,
      open: async () => {
        try {
          return await past(recording, brought(recording), tell, text => (error = text));
        } catch (problem) {
          tell.output('stderr', `Its recording cannot be opened: ${(problem as Error).message}\n`);
          return null;
        }
      },
    });
  };
  return Live.attach({ link, filter, told, replay });
}
