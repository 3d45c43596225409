/**
 * A host that answers the built-ins that wait, with the rights of an account there: the program itself runs here, so
 * the debugger, the log and the usage are those of every run. docs/playground.md describes the messages.
 */
import { decode, decodePlain } from '../../runtime/codec/index.js';
import type { Plain } from '../../runtime/environment.js';
import { ProgramException } from '../../runtime/errors/failure.js';
import { DEFAULT_LIMITS } from '../../runtime/limits.js';
import { packCalls, type RemoteCall, unpackAnswer } from '../../runtime/remote.js';
import type { RunHandle, WaitHandler } from '../../runtime/types.js';
import { isDict } from '../../stdlib/values/is.js';
import type { Dict, Value } from '../../stdlib/values/types.js';

/** Somebody who has logged in at a host. Plain data: it goes to the worker. */
export interface HostLogin {
  /** Address of the built-ins, with a slash at its end. */
  readonly address: string;
  readonly token: string;
  readonly email: string;
  readonly domain: string;
  readonly language: string | null;
  readonly timeZone: string | null;
  /** False: no built-ins that reach the network of the host or its helpers. */
  readonly isTrusted: boolean;
  /** Effective preferences and settings of the account, encoded. */
  readonly settings: Uint8Array | null;
  readonly accountSettings: Uint8Array | null;
  /** Header fields of each request: credentials, where no browser knows them. */
  readonly fields: Readonly<Record<string, string>>;
}

const EDGE = { valueBytes: DEFAULT_LIMITS.valueBytes, valueDepth: DEFAULT_LIMITS.valueDepth };
/** Things that are told wait for the next call, but not more than so many. */
const MOST_TOLD = 200;

/** What went wrong, for the user. */
export class HostProblem extends Error {}

async function ask(address: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { credentials: 'same-origin', cache: 'no-store', ...init });
  } catch (error) {
    throw new HostProblem(`The host cannot be reached: ${(error as Error).message}`);
  }
  if (response.ok) return response;
  const isJSON = (response.headers.get('content-type') ?? '').startsWith('application/json');
  const { error } = isJSON ? ((await response.json()) as { error?: string }) : {};
  if (response.status === 401) throw new HostProblem('The host does not know this name and password.');
  throw new HostProblem(error ?? `The host answers with status ${response.status}.`);
}

const isRecord = (plain: Plain): plain is { readonly [key: string]: Plain } =>
  typeof plain === 'object' && plain !== null && !Array.isArray(plain) && !(plain instanceof Uint8Array);

const textOr = (plain: Plain): string | null => (typeof plain === 'string' ? plain : null);
const bytesOr = (plain: Plain): Uint8Array | null => (plain instanceof Uint8Array ? plain : null);

/**
 * Asks a host who we are there; a browser asks its user for name and password.
 * @param address of the built-ins, `.../playground/host/`
 * @throws HostProblem
 */
export async function logIn(
  address: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<HostLogin> {
  const response = await ask(address, { headers: fields });
  let plain: Plain;
  try {
    plain = decodePlain(new Uint8Array(await response.arrayBuffer()));
  } catch {
    plain = null;
  }
  const { token, email, domain } = isRecord(plain) ? plain : {};
  if (
    !isRecord(plain) ||
    typeof token !== 'string' ||
    typeof email !== 'string' ||
    typeof domain !== 'string'
  )
    throw new HostProblem('There is no Postern server with built-ins for the playground.');
  return {
    address,
    token,
    email,
    domain,
    language: textOr(plain.language),
    timeZone: textOr(plain.timeZone),
    isTrusted: plain.isTrusted === true,
    settings: bytesOr(plain.settings),
    accountSettings: bytesOr(plain.accountSettings),
    fields,
  };
}

/** A dictionary that the host sent, null without one. */
export function dictionaryIn(bytes: Uint8Array | null): Dict | null {
  if (bytes === null) return null;
  try {
    const value = decode(bytes, EDGE);
    return isDict(value) ? value : null;
  } catch {
    return null;
  }
}

/** One run at the host. */
export class HostRun {
  /** How many built-ins the host has answered. */
  calls = 0;
  readonly #numbers = new WeakMap<RunHandle, number>();
  #next = 0;
  readonly #tasks = new Set<RunHandle>();
  #isDone = false;
  #told: RemoteCall[] = [];
  /** Messages go one after the other, so that nothing overtakes; answers may wait for each other. */
  #sent: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly login: HostLogin,
    private readonly name: string,
  ) {}

  /** @throws HostProblem */
  static async open(login: HostLogin): Promise<HostRun> {
    const headers = { ...login.fields, 'Postern-Token': login.token, 'Postern-Action': 'open' };
    const response = await ask(login.address, { method: 'POST', headers });
    const { run } = (await response.json()) as { run?: string };
    if (typeof run !== 'string') throw new HostProblem('The host opens no run.');
    return new HostRun(login, run);
  }

  /** Answers built-ins. `others` are asked first. */
  handler(others: Readonly<Record<string, (...args: Value[]) => Value>>): WaitHandler {
    return (name, args, run) =>
      Object.hasOwn(others, name) ? (others[name]?.(...args) ?? null) : this.#call(name, args, run);
  }

  /** Tells the host something, without waiting. */
  tell(name: string, args: readonly Value[], run: RunHandle): void {
    this.#tell('tell', name, args, run);
  }

  /** A task begins: it acts for whom its parent acts now. */
  spawned(run: RunHandle): void {
    this.#tell('spawn', '', [], run);
    this.#tasks.add(run);
    run.signal.addEventListener('abort', () => {
      this.#tasks.delete(run);
      if (this.#isDone && this.#tasks.size === 0) void this.#close();
    });
  }

  /** The request is over: the host forgets the run, when its last task is over, too. Never rejects. */
  async done(): Promise<void> {
    this.#isDone = true;
    if (this.#tasks.size === 0) await this.#close();
  }

  async #close(): Promise<void> {
    try {
      await this.#sent;
      if (this.#told.length > 0) await this.#post('call', this.#told);
      await this.#post('end', []);
    } catch {
      // It ends there by itself.
    }
  }

  #tell(kind: 'tell' | 'spawn', name: string, args: readonly Value[], run: RunHandle): void {
    this.#told.push({ ...this.#who(run), kind, name, args });
    if (this.#told.length < MOST_TOLD) return;
    const told = this.#told;
    this.#told = [];
    this.#sent = this.#sent.then(() => this.#post('call', told)).catch(() => undefined);
  }

  async #call(name: string, args: Value[], run: RunHandle): Promise<Value> {
    const calls: RemoteCall[] = [...this.#told, { ...this.#who(run), kind: 'call', name, args }];
    this.#told = [];
    this.calls++;
    await this.#sent;
    let answer: ReturnType<typeof unpackAnswer>;
    try {
      answer = unpackAnswer(await this.#post('call', calls, run.signal), EDGE);
    } catch (error) {
      if (error instanceof ProgramException) throw error;
      throw new ProgramException('host-failure', name, (error as Error).message);
    }
    const { value, error, patches } = answer;
    for (const { patch } of patches) run.update(patch);
    if (error !== null) throw new ProgramException(error.code, ...error.args);
    return value;
  }

  async #post(
    action: 'call' | 'end',
    calls: readonly RemoteCall[],
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    const response = await ask(this.login.address, {
      method: 'POST',
      headers: {
        ...this.login.fields,
        'Content-Type': 'application/octet-stream',
        'Postern-Token': this.login.token,
        'Postern-Action': action,
        'Postern-Run': this.name,
      },
      body: Uint8Array.from(packCalls(calls, EDGE)),
      ...(signal ? { signal } : {}),
    });
    return new Uint8Array(await response.arrayBuffer());
  }

  #who(run: RunHandle): { task: number; parent: number } {
    return { task: this.#number(run), parent: run.parent === null ? 0 : this.#number(run.parent) };
  }

  /** The request itself is 0. */
  #number(run: RunHandle): number {
    const known = this.#numbers.get(run);
    if (known !== undefined) return known;
    const number = run.task === null ? 0 : ++this.#next;
    this.#numbers.set(run, number);
    return number;
  }
}
