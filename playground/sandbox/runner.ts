/** Runs the programs and pages of a workspace in a sandbox, without a server around it. */
import type { DebugTable, ExtraSection } from '../../compiler/index.js';
import type { Plain } from '../../runtime/environment.js';
import type { Limits } from '../../runtime/limits.js';
import type { RenderResult, Response, RunResult, Sandboxes, UnitRequest } from '../../runtime/types.js';
import { parse, printCompact } from '../../stdlib/data/index.js';
import { dictPut, newDict } from '../../stdlib/values/dict.js';
import { isDict } from '../../stdlib/values/is.js';
import { makeData } from '../../stdlib/values/make.js';
import type { Dict, Value } from '../../stdlib/values/types.js';
import { charsetOf, pageResponse } from '../../stdlib/wssp/index.js';
import { fromUtf8, latin1, toUtf8 } from '../language/text.js';
import type { Account } from './account/account.js';
import { preferencesOf } from './account/preferences.js';
import { DOMAIN, EMAIL } from './account/state.js';
import { ENVIRONMENT, type PageInput } from './environment.js';
import { dictionaryIn, type HostLogin, HostRun } from './host.js';
import { type Answer, invalid, type LogLine, type Outcome } from './outcome.js';
import { type ReadRequest, type RequestSpec, readRequest } from './request.js';
import { Units, type WorkFiles } from './units.js';

export interface RunOptions {
  readonly files: WorkFiles;
  /** Program or page. */
  readonly file: string;
  /** Entry of a program; Main without one. */
  readonly entry?: string;
  readonly request: RequestSpec;
  readonly account: Account;
  /** A host that answers instead of the account, with the rights of the one who logged in there. */
  readonly host?: HostLogin;
  /** Data text: of a page its dataset, of a session its data before. */
  readonly dataset?: string;
  readonly session?: string;
  readonly limits?: Partial<Limits>;
  readonly record?: boolean;
  readonly signal?: AbortSignal;
  /** Procedures beyond the built-ins, which the sandbox must have, too. */
  readonly extra?: readonly ExtraSection[];
  /** Compile with probes for a debugger. */
  readonly debug?: DebugTable;
  /** Told of each line when it is written. */
  readonly onLog?: (line: LogLine) => void;
}

let revisions = 0;

/** A dictionary of a Data text; an empty one for what is none. */
export function dictionaryOf(text: string | undefined): Dict {
  const result = parse(toUtf8(text ?? ''));
  return result.ok && isDict(result.value) ? result.value : newDict();
}

export class Runner {
  constructor(private readonly sandbox: Sandboxes) {}

  /** Runs an entry of a program. */
  async run(options: RunOptions): Promise<Outcome> {
    const units = new Units(options.files, options.file, options.extra, options.debug);
    const { unit, diagnostics } = units.program(options.file);
    if (unit === null) return invalid(diagnostics);
    const log: LogLine[] = [];
    const session = options.request.session ? sessionOf(options) : undefined;
    const host = options.host === undefined ? null : await HostRun.open(options.host);
    const common = this.common(options, units, log, session ?? null, host);
    const wanted = (options.entry ?? 'Main').toLowerCase();
    const own = {
      processwssp: () => genericElements(options, common.read),
      gethttpdata: () => dataOf(common.read),
      sendhttpcontinue: () => null,
      readenvirfile: (name: Value) => fileOf(units, name),
    };
    const result = await this.sandbox.run({
      ...common.request,
      unit,
      entry: Object.keys(unit.entries).find(name => name.toLowerCase() === wanted) ?? options.entry ?? 'Main',
      wait:
        host?.handler(own) ??
        options.account.handler({
          ...own,
          executecli: () => ['the playground has no command line', null],
          httpcall: () => 'the playground has no network',
        }),
      ...(host === null ? {} : { spawned: task => host.spawned(task) }),
      loadModule: name => units.program(`${name}.wcgi`).unit,
      ...(session === undefined ? {} : { session }),
    });
    await host?.done();
    const answer = result.response.isSet ? answerOf(result.response, common.read) : null;
    const left = result.session === undefined ? null : fromUtf8(printCompact(result.session));
    return outcome(result, answer, log, left, diagnostics);
  }

  /** Renders a page with a dataset. */
  async render(options: RunOptions): Promise<Outcome> {
    const units = new Units(options.files, options.file, options.extra, options.debug);
    const { unit, diagnostics } = units.page(options.file);
    if (unit === null) return invalid(diagnostics);
    const log: LogLine[] = [];
    const session = options.request.session ? sessionOf(options) : null;
    const common = this.common(options, units, log, session, null);
    const dataset = genericElements(options, common.read);
    const own = dictionaryOf(options.dataset);
    for (const key in own.entries) dictPut(dataset, key, own.entries[key] ?? null);
    const result = await this.sandbox.render({ ...common.request, unit, dataset });
    const answer = result.error ? null : pageAnswer(result.body, charsetOf(dataset), common.read);
    return outcome(result, answer, log, null, diagnostics);
  }

  private common(
    options: RunOptions,
    units: Units,
    log: LogLine[],
    session: Dict | null,
    host: HostRun | null,
  ): { request: UnitRequest; read: ReadRequest } {
    const { request: spec, account, host: login } = options;
    const read = readRequest(spec);
    const input: PageInput = {
      request: read,
      email: login?.email ?? (spec.session ? EMAIL : null),
      domain: login?.domain ?? DOMAIN,
      language: spec.language ?? login?.language ?? null,
      timeZone: spec.timeZone ?? login?.timeZone ?? null,
      hasHost: host !== null,
    };
    const own = spec.session ? preferencesOf(account.state) : null;
    const settings = login === undefined ? own : dictionaryIn(login.settings);
    const accountSettings = login === undefined ? own : dictionaryIn(login.accountSettings);
    const number = ++revisions;
    const attached = (name: string, value: () => Value) => ({ id: `${name}${number}`, value });
    const request: UnitRequest = {
      domain: DOMAIN,
      revision: String(number),
      environment: ENVIRONMENT,
      input: input as unknown as Plain,
      attachments: {
        texts: attached('texts', () => units.texts(spec.language)),
        settings: attached('settings', () => settings),
        accountSettings: attached('accountSettings', () => accountSettings),
        session: attached('session', () => session),
      },
      loadPage: name => units.page(/\.wss[pi]$/i.test(name) ? name : `${name}.wssp`).unit,
      source: file => units.source(file),
      notify: (name, args, run) => {
        const line = noticeLine(name, args[0] ?? null);
        if (line === null || line.what === 'cdr') host?.tell(name, args, run);
        if (line === null) return;
        log.push(line);
        options.onLog?.(line);
      },
      record: options.record ?? false,
      ...(options.limits ? { limits: options.limits } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    };
    return { request, read };
  }
}

function sessionOf(options: RunOptions): Dict {
  const session = dictionaryOf(options.session);
  const { accountName, domainName } = whoOf(options);
  const facts = { accountName, domainName, ID: 'playground-session' };
  for (const [name, value] of Object.entries(facts))
    if (!Object.hasOwn(session.entries, name)) dictPut(session, name, value);
  return session;
}

/** Account and domain of a session. */
function whoOf({ host }: RunOptions): { accountName: string; domainName: string } {
  return { accountName: (host?.email ?? EMAIL).split('@')[0] ?? '', domainName: host?.domain ?? DOMAIN };
}

/** What a server adds to the dataset of every page. */
function genericElements(options: RunOptions, read: ReadRequest): Dict {
  const { request } = options;
  const elements = newDict();
  if (request.session) {
    dictPut(elements, 'sessionID', 'playground-session');
    dictPut(elements, 'accountName', whoOf(options).accountName);
  }
  dictPut(elements, 'domainName', whoOf(options).domainName);
  dictPut(elements, 'secureChannel', read.secure ? 'YES' : null);
  dictPut(elements, 'charset', 'utf-8');
  return elements;
}

function dataOf(read: ReadRequest): Value {
  if (read.body === null) return null;
  return /^\s*text\//i.test(read.contentType ?? '') ? read.body : makeData(read.body);
}

function fileOf(units: Units, name: Value): Value {
  const bytes = typeof name === 'string' ? units.bytes(fromUtf8(name)) : null;
  return bytes === null ? null : makeData(latin1(bytes));
}

const NOTICES: Readonly<Record<string, LogLine['what']>> = {
  syslog: 'log',
  setapplicationstatus: 'status',
  storecdr: 'cdr',
};

function noticeLine(name: string, value: Value): LogLine | null {
  const what = NOTICES[name];
  const text = typeof value === 'string' ? value : printCompact(value);
  return what === undefined ? null : { what, text: fromUtf8(text) };
}

function pageAnswer(body: Uint8Array, charset: string | null, read: ReadRequest): Answer {
  const host = read.fields.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
  const made = pageResponse(latin1(body), { secure: read.secure, host, charset });
  const base = { reason: null, fields: [], body: new Uint8Array(0) };
  if (made.status === 301)
    return { ...base, status: 301, contentType: null, fields: [['Location', made.location]] };
  return { ...base, status: 200, contentType: made.contentType, body: made.body };
}

function answerOf(response: Response, read: ReadRequest): Answer {
  const { code, reason, fields, body } = response;
  if (response.page === null || body === null) {
    const contentType = response.type ?? response.defaultType;
    return { status: code, reason, contentType, fields, body: body ?? new Uint8Array(0) };
  }
  const page = pageAnswer(body, response.page.charset, read);
  const isPlain = code === 200 && reason === null;
  return {
    status: isPlain ? page.status : code,
    reason,
    contentType: response.type ?? page.contentType,
    fields: [...page.fields, ...fields],
    body: page.body,
  };
}

function outcome(
  result: RunResult | RenderResult,
  answer: Answer | null,
  log: readonly LogLine[],
  session: string | null,
  diagnostics: Outcome['diagnostics'],
): Outcome {
  return {
    kind: result.error ? 'failed' : answer === null ? 'empty' : 'answer',
    answer,
    error: result.error ?? null,
    diagnostics,
    log,
    session,
    usage: result.usage,
    recording: result.recording ?? null,
  };
}
