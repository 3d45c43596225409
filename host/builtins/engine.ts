/**
 * Answers the built-ins of running programs on the main thread: finds the scope of a run, calls the table, turns
 * refusals of the object layer into the error strings that programs test for (cgpl.md 12.1).
 */
import { Encoder } from '../../runtime/codec/index.js';
import type { Attachment, Limits, Plain, RunHandle } from '../../runtime/index.js';
import { encodeUtf8 } from '../../stdlib/values/index.js';
import type { Dict, Value } from '../../stdlib/values/types.js';
import type { RequestBuiltins } from '../apps/service.js';
import type { RequestContext } from '../apps/types.js';
import { PosternError } from '../errors/index.js';
import { emailOf } from '../objects/api.js';
import type { Notice } from './areas/environ.js';
import { workerIdentity } from './identity.js';
import type { BuiltinTable, Identity, RunScope } from './scope.js';
import type { BuiltinServices, ProgramAbout } from './services.js';
import type { WebInput } from './worker/context.js';

/** Name of the worker environment. */
const ENVIRONMENT = 'web';

const encoder = new Encoder();
/** The session dataset is the server's own. */
const ANY = { valueBytes: 2 ** 31, valueDepth: 1024 };

let lastId = 0;
/** Identities of dictionaries that requests share: each is sent to a worker once. */
const ids = new WeakMap<Dict, string>();

/** A dictionary as an attachment. It must not change as long as requests share it. */
function attach(dict: Dict): Attachment {
  let id = ids.get(dict);
  if (id === undefined) {
    id = `dict/${++lastId}`;
    ids.set(dict, id);
  }
  return { id, value: () => dict };
}

/** Who a run acts for when it begins. */
function firstIdentity(context: RequestContext): Identity {
  const { principal, world } = context;
  return {
    principal,
    email: emailOf(principal),
    domain: principal.kind === 'account' ? principal.domain : context.domain,
    language: world.language,
    timeZone: world.timeZone,
  };
}

/** The error text of a refusal; everything else ends the program. */
function errorText(error: unknown): Value {
  if (error instanceof PosternError) return encodeUtf8(error.message);
  throw error;
}

/** What all runs of one request share. */
class Request {
  /** Made for the first run that asks for anything. */
  private scopes: WeakMap<RunHandle, RunScope> | null = null;

  constructor(
    private readonly context: RequestContext,
    private readonly services: BuiltinServices,
    private readonly table: BuiltinTable,
    private readonly notices: Readonly<Record<string, Notice>>,
    private readonly app: string,
  ) {}

  readonly wait = async (name: string, args: Value[], run: RunHandle): Promise<Value> => {
    const scope = this.scopeOf(run);
    const builtin = Object.hasOwn(this.table, name) ? this.table[name] : undefined;
    if (!builtin) throw new PosternError('not-available', { args: [name] });
    const started = scope.profile > 0 ? performance.now() : 0;
    try {
      return await builtin(scope, ...args);
    } catch (error) {
      return errorText(error);
    } finally {
      if (started > 0) {
        const ms = (performance.now() - started).toFixed(1);
        this.services.log.written(this.context.tag, `profile: ${name} took ${ms} ms`, this.about);
      }
    }
  };

  readonly notify = (name: string, args: readonly Value[], run: RunHandle): void => {
    if (!Object.hasOwn(this.notices, name)) return;
    try {
      this.notices[name]?.(this.scopeOf(run), ...args);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.services.log.problem(`${this.context.tag} ${name}: ${text}`, this.about);
    }
  };

  /** A task goes on with the identity that its parent has now. */
  readonly spawned = (task: RunHandle): void => {
    this.scopeOf(task);
  };

  private get about(): ProgramAbout {
    return { domain: this.context.domain ?? '', app: this.app };
  }

  private scopeOf(run: RunHandle): RunScope {
    this.scopes ??= new WeakMap();
    const known = this.scopes.get(run);
    if (known) return known;
    const parent = run.parent === null ? undefined : this.scopes.get(run.parent);
    const { context, services } = this;
    const scope: RunScope = {
      run,
      context,
      services,
      app: this.app,
      identity: parent?.identity ?? firstIdentity(context),
      lateBody: parent?.lateBody ?? null,
      continueBody: context.continueBody ?? null,
      profile: 0,
      handles: new Map(),
    };
    this.scopes.set(run, scope);
    return scope;
  }
}

/** Makes the built-ins of a server: a function that prepares those of one request. */
export function createBuiltins(
  services: BuiltinServices,
  table: BuiltinTable,
  notices: Readonly<Record<string, Notice>>,
): (context: RequestContext, texts: Dict, limits: Limits, app: string) => RequestBuiltins {
  return (context, _texts, _limits, app) => {
    const { request, world, session } = context;
    const { method, path, query, secure, fields, remoteAddress, remotePort, proxiedAddress, body } = request;
    const input: WebInput = {
      request: {
        method,
        path,
        query,
        secure,
        fields,
        remoteAddress,
        remotePort,
        proxiedAddress,
        body,
        fieldLimit: 10_000,
      },
      identity: workerIdentity(firstIdentity(context)),
      session: session === undefined ? null : encoder.encode(session.read(), ANY),
    };
    const shared = new Request(context, services, table, notices, app);
    return {
      environment: ENVIRONMENT,
      input: input as unknown as Plain,
      attachments: {
        system: attach(services.system()),
        ...(world.settings ? { settings: attach(world.settings) } : {}),
        ...(world.accountSettings ? { accountSettings: attach(world.accountSettings) } : {}),
      },
      wait: shared.wait,
      notify: shared.notify,
      spawned: shared.spawned,
    };
  };
}
