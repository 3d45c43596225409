/**
 * The debug adapter: programs and pages of the disk, and recordings, under the debugger of the playground. The run is
 * recorded first; then the editor walks through it, forwards and backwards.
 */

import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { createNodeSandbox } from '../../runtime/node/index.js';
import type { Value } from '../../stdlib/values/types.js';
import { DiskFiles } from '../cli/disk.js';
import { type Breakpoint, conditionProblem } from '../debug/breakpoints.js';
import { NoValue, Watch } from '../debug/evaluate.js';
import type { DebugSession, Move, Recorded } from '../debug/session.js';
import { debugRecording, debugRun } from '../debug/start.js';
import { languageOf } from '../language/languages.js';
import { fromUtf8, latin1 } from '../language/text.js';
import { Account } from '../sandbox/account/account.js';
import { emptyAccount } from '../sandbox/account/state.js';
import { environment } from '../sandbox/environment.js';
import { EMPTY_REQUEST } from '../sandbox/request.js';
import { type TreeNode, treeOf } from '../sandbox/tree.js';

interface Request {
  readonly seq: number;
  readonly type: string;
  readonly command: string;
  readonly arguments?: Arguments;
}

/** Arguments of all requests together: each reads its own. */
interface Arguments {
  readonly program?: string;
  readonly recording?: string;
  readonly folder?: string;
  readonly entry?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly dataset?: string;
  readonly stopOnEntry?: boolean;
  readonly source?: { readonly path?: string };
  readonly breakpoints?: readonly { readonly line: number; readonly condition?: string }[];
  readonly frameId?: number;
  readonly variablesReference?: number;
  readonly expression?: string;
}

class Refusal extends Error {}

const THREAD = 1;
/** References from here on are values inside of values. */
const FIRST_TREE = 1_000_000;

const CAPABILITIES = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsStepBack: true,
  supportsEvaluateForHovers: true,
  supportsTerminateRequest: true,
};

/** Requests that walk, with the reason that the editor is told. */
const MOVES: Readonly<Record<string, readonly [move: Move, reason: string]>> = {
  next: ['next', 'step'],
  stepIn: ['in', 'step'],
  stepOut: ['out', 'step'],
  stepBack: ['back-next', 'step'],
  continue: ['continue', 'breakpoint'],
  reverseContinue: ['back-continue', 'breakpoint'],
};

export class DebugAdapter {
  readonly #breakpoints = new Map<string, Breakpoint[]>();
  readonly #trees: TreeNode[] = [];
  #session: DebugSession<Recorded> | null = null;
  #launch: Arguments = {};
  #folder = '';
  #error: string | null = null;
  #seq = 1;

  /**
   * @param send takes messages for the editor
   * @param exit is called when the editor disconnects
   */
  constructor(
    private readonly send: (message: object) => void,
    private readonly exit: () => void,
  ) {}

  /** Takes one message of the editor. Never rejects for what is in it. */
  async receive(message: unknown): Promise<void> {
    const request = (message ?? {}) as Request;
    if (request.type !== 'request') return;
    const { seq, command, arguments: args = {} } = request;
    const answer = { type: 'response', request_seq: seq, command };
    try {
      const body = await this.#handle(command, args);
      this.#send({ ...answer, success: true, ...(body === undefined ? {} : { body }) });
      await this.#after(command, args);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#send({ ...answer, success: false, message: text, body: { error: { id: 1, format: text } } });
    }
  }

  #send(message: object): void {
    this.send({ seq: this.#seq++, ...message });
  }

  #event(event: string, body: object = {}): void {
    this.#send({ type: 'event', event, body });
  }

  async #handle(command: string, args: Arguments): Promise<object | undefined> {
    if (Object.hasOwn(MOVES, command))
      return command === 'continue' ? { allThreadsContinued: true } : undefined;
    switch (command) {
      case 'initialize':
        return CAPABILITIES;
      case 'launch':
      case 'attach':
        this.#prepare(args);
        return undefined;
      case 'setBreakpoints':
        return this.#setBreakpoints(args);
      case 'configurationDone':
      case 'setExceptionBreakpoints':
        return undefined;
      case 'threads':
        return { threads: [{ id: THREAD, name: 'request' }] };
      case 'stackTrace':
        return this.#stack();
      case 'scopes':
        return {
          scopes: [{ name: 'Variables', variablesReference: (args.frameId ?? 0) + 1, expensive: false }],
        };
      case 'variables':
        return { variables: await this.#variables(args.variablesReference ?? 0) };
      case 'evaluate':
        return this.#evaluate(args);
      case 'terminate':
      case 'disconnect':
        await this.#session?.close();
        this.#session = null;
        return undefined;
      default:
        throw new Refusal(`the adapter has no ${command}`);
    }
  }

  /** What follows an answer. */
  async #after(command: string, args: Arguments): Promise<void> {
    const move = MOVES[command];
    if (command === 'initialize') this.#event('initialized');
    else if (command === 'configurationDone') await this.#start();
    else if (command === 'terminate') this.#event('terminated');
    else if (command === 'disconnect') this.exit();
    else if (move !== undefined) await this.#move(...move);
    else void args;
  }

  #prepare(args: Arguments): void {
    const { program, recording, folder } = args;
    if (program === undefined && recording === undefined)
      throw new Refusal('"program" or "recording" is missing');
    this.#launch = args;
    this.#folder = resolve(folder ?? dirname(program ?? recording ?? '.'));
  }

  #setBreakpoints({ source, breakpoints = [] }: Arguments): object {
    const path = source?.path ?? '';
    const file = basename(path);
    const answers = breakpoints.map(({ line, condition }) => {
      const problem = condition === undefined || condition === '' ? null : conditionProblem(condition);
      return problem === null ? { verified: true, line } : { verified: false, line, message: problem };
    });
    const list = breakpoints
      .filter((_, i) => answers[i]?.verified === true)
      .map(
        ({ line, condition }): Breakpoint => ({
          file,
          line,
          condition: condition === undefined || condition === '' ? null : condition,
        }),
      );
    this.#breakpoints.set(file, list);
    return { breakpoints: answers };
  }

  async #start(): Promise<void> {
    const { program, recording, entry, params = {}, method, dataset } = this.#launch;
    const files = new DiskFiles(this.#folder);
    const open: Parameters<typeof debugRun>[0] = probe =>
      createNodeSandbox({ environments: [environment], probe });
    try {
      if (recording !== undefined) {
        const session = await debugRecording(open, readFileSync(resolve(recording)), files);
        this.#session = session;
        this.#error = session.outcome?.result.error?.message ?? null;
        for (const name of session.outcome?.changed ?? [])
          this.#output('console', `${name} is not as it was recorded\n`);
      } else {
        const file = basename(program ?? '');
        if (languageOf(file) === null) throw new Refusal(`${file} is no program and no page`);
        const session = await debugRun(open, {
          files,
          file,
          request: { ...EMPTY_REQUEST, method: method ?? 'GET', query: Object.entries(params) },
          account: new Account(emptyAccount()),
          ...(entry === undefined ? {} : { entry }),
          ...(dataset === undefined ? {} : { dataset }),
        });
        this.#session = session;
        const { outcome } = session;
        this.#error = outcome?.error?.message ?? null;
        for (const { text } of outcome?.log ?? []) this.#output('stdout', `${text}\n`);
        for (const { severity, file: name, message, range } of outcome?.diagnostics ?? []) {
          if (severity === 'error') this.#output('stderr', `${name}:${range.start.line}: ${message}\n`);
        }
        if (outcome?.answer != null)
          this.#output('stdout', `${outcome.answer.status}\n${fromUtf8(latin1(outcome.answer.body))}\n`);
      }
    } catch (error) {
      this.#output('stderr', `${error instanceof Error ? error.message : String(error)}\n`);
    }
    const session = this.#session;
    if (session === null || session.trace.length === 0) {
      this.#event('terminated');
      return;
    }
    const hit = await session.firstHit(this.#all);
    if (this.#launch.stopOnEntry === true) this.#stopped('entry');
    else if (hit !== null) {
      session.step = hit;
      this.#stopped('breakpoint');
    } else if (this.#error !== null) {
      await session.move('last');
      this.#stopped('exception');
    } else this.#event('terminated');
  }

  async #move(move: Move, reason: string): Promise<void> {
    const session = this.#session;
    if (session === null) return;
    const before = session.step;
    await session.move(move, this.#all);
    const isEnd = session.step === session.trace.length - 1;
    if (isEnd && this.#error !== null) this.#stopped('exception');
    else if (isEnd && before === session.step) this.#event('terminated');
    else this.#stopped(reason);
  }

  get #all(): Breakpoint[] {
    return [...this.#breakpoints.values()].flat();
  }

  #stopped(reason: string): void {
    this.#trees.length = 0;
    this.#event('stopped', {
      reason,
      threadId: THREAD,
      allThreadsStopped: true,
      ...(reason === 'exception' ? { text: this.#error } : {}),
    });
  }

  async #stack(): Promise<object> {
    const frames = (await this.#session?.frames()) ?? [];
    const stackFrames = frames.map(({ section, file, line, column }, id) => ({
      id,
      name: section,
      line,
      column,
      source: { name: file, path: join(this.#folder, this.#spelling(file)) },
    }));
    return { stackFrames, totalFrames: frames.length };
  }

  #spelling(file: string): string {
    const lower = file.toLowerCase();
    return new DiskFiles(this.#folder).list().find(name => basename(name).toLowerCase() === lower) ?? file;
  }

  async #variables(reference: number): Promise<object[]> {
    if (reference >= FIRST_TREE)
      return (this.#trees[reference - FIRST_TREE]?.children ?? []).map(node => this.#variable(node));
    const frame = ((await this.#session?.frames()) ?? [])[reference - 1];
    return (frame?.shown ?? []).map(([name, value]) => this.#variable(treeOf(name, value)));
  }

  #variable(node: TreeNode): object {
    const { label: name, type, text: value, children } = node;
    const variablesReference = children.length === 0 ? 0 : FIRST_TREE + this.#trees.push(node) - 1;
    return { name, value, type, variablesReference };
  }

  async #evaluate({ expression = '', frameId = 0 }: Arguments): Promise<object> {
    const frame = ((await this.#session?.frames()) ?? [])[frameId];
    let value: Value;
    try {
      value = new Watch(expression).value(frame?.variables ?? new Map());
    } catch (error) {
      throw error instanceof NoValue ? new Refusal(error.message) : error;
    }
    const {
      name: _,
      value: result,
      ...rest
    } = this.#variable(treeOf(expression, value)) as { name: string; value: string };
    return { result, ...rest };
  }

  #output(category: 'stdout' | 'stderr' | 'console', output: string): void {
    this.#event('output', { category, output });
  }
}
