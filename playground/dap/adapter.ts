/**
 * The debug adapter: programs and pages of the disk, recordings, and requests of a host, under the debugger of the
 * playground. What it walks through is a target: a run that was recorded first, or one that stands still on a host.
 */

import { basename, join } from 'node:path';
import type { Value } from '../../stdlib/values/types.js';
import { DiskFiles } from '../cli/disk.js';
import { type Breakpoint, conditionProblem } from '../debug/breakpoints.js';
import { NoValue, Watch } from '../debug/evaluate.js';
import { type TreeNode, treeOf } from '../sandbox/tree.js';
import { folderOf, type LaunchArguments, targetOf } from './launch.js';
import { Refusal, type Target, type Told } from './target.js';

interface Request {
  readonly seq: number;
  readonly type: string;
  readonly command: string;
  readonly arguments?: Arguments;
}

/** Arguments of all requests together: each reads its own. */
interface Arguments extends LaunchArguments {
  readonly source?: { readonly path?: string; readonly name?: string };
  readonly breakpoints?: readonly { readonly line: number; readonly condition?: string }[];
  readonly frameId?: number;
  readonly variablesReference?: number;
  readonly sourceReference?: number;
  readonly expression?: string;
}

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

/** Requests that walk. */
const MOVES: ReadonlySet<string> = new Set([
  'next',
  'stepIn',
  'stepOut',
  'stepBack',
  'continue',
  'reverseContinue',
]);

export class DebugAdapter {
  readonly #breakpoints = new Map<string, Breakpoint[]>();
  readonly #trees: TreeNode[] = [];
  /** Files that only the host has: their reference is their place and one. */
  readonly #foreign: string[] = [];
  #target: Target | null = null;
  #folder = '';
  #seq = 1;

  /**
   * @param send takes messages for the editor
   * @param exit is called when the editor disconnects
   */
  constructor(
    private readonly send: (message: object) => void,
    private readonly exit: () => void,
  ) {}

  readonly #told: Told = {
    stopped: (reason, text) => {
      this.#trees.length = 0;
      this.#event('stopped', {
        reason,
        threadId: THREAD,
        allThreadsStopped: true,
        ...(text === undefined ? {} : { text }),
      });
    },
    continued: () => this.#event('continued', { threadId: THREAD, allThreadsContinued: true }),
    terminated: () => this.#event('terminated'),
    output: (category, output) => this.#event('output', { category, output }),
  };

  /** Takes one message of the editor. Never rejects for what is in it. */
  async receive(message: unknown): Promise<void> {
    const request = (message ?? {}) as Request;
    if (request.type !== 'request') return;
    const { seq, command, arguments: args = {} } = request;
    const answer = { type: 'response', request_seq: seq, command };
    try {
      const body = await this.#handle(command, args);
      this.#send({ ...answer, success: true, ...(body === undefined ? {} : { body }) });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#send({ ...answer, success: false, message: text, body: { error: { id: 1, format: text } } });
      return;
    }
    try {
      await this.#after(command);
    } catch (error) {
      this.#told.output('stderr', `${error instanceof Error ? error.message : String(error)}\n`);
    }
  }

  /** The editor is gone without a word: a run of a host goes on. */
  async close(): Promise<void> {
    await this.#target?.close();
    this.#target = null;
  }

  #send(message: object): void {
    this.send({ seq: this.#seq++, ...message });
  }

  #event(event: string, body: object = {}): void {
    this.#send({ type: 'event', event, body });
  }

  async #handle(command: string, args: Arguments): Promise<object | undefined> {
    if (MOVES.has(command)) return command === 'continue' ? { allThreadsContinued: true } : undefined;
    switch (command) {
      case 'initialize':
        return CAPABILITIES;
      case 'launch':
      case 'attach':
        this.#folder = folderOf(args);
        this.#target = await targetOf(args, this.#told);
        this.#target.setBreakpoints(this.#all);
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
      case 'source':
        return this.#source(args);
      case 'pause':
        this.#target?.pause();
        return undefined;
      case 'terminate':
        await this.#target?.end();
        this.#target = null;
        return undefined;
      case 'disconnect':
        await this.#target?.close();
        this.#target = null;
        return undefined;
      default:
        throw new Refusal(`the adapter has no ${command}`);
    }
  }

  /** What follows an answer. */
  async #after(command: string): Promise<void> {
    if (command === 'initialize') this.#event('initialized');
    else if (command === 'configurationDone') await this.#target?.start();
    else if (command === 'terminate') this.#event('terminated');
    else if (command === 'disconnect') this.exit();
    else if (MOVES.has(command)) await this.#target?.move(command);
  }

  #setBreakpoints({ source, breakpoints = [] }: Arguments): object {
    const file = basename(source?.path ?? source?.name ?? '');
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
    this.#target?.setBreakpoints(this.#all);
    return { breakpoints: answers };
  }

  get #all(): Breakpoint[] {
    return [...this.#breakpoints.values()].flat();
  }

  async #stack(): Promise<object> {
    const frames = (await this.#target?.frames()) ?? [];
    const names = new DiskFiles(this.#folder).list();
    const stackFrames = frames.map(({ section, file, line, column }, id) => ({
      id,
      name: section,
      line,
      column,
      source: this.#place(file, names),
    }));
    return { stackFrames, totalFrames: frames.length };
  }

  /** A file of the folder, as it is spelled there; else one that the editor asks for. */
  #place(file: string, names: readonly string[]): object {
    const lower = file.toLowerCase();
    const spelled = names.find(name => basename(name).toLowerCase() === lower);
    if (spelled !== undefined) return { name: file, path: join(this.#folder, spelled) };
    if (!this.#foreign.includes(lower)) this.#foreign.push(lower);
    return { name: file, sourceReference: this.#foreign.indexOf(lower) + 1 };
  }

  async #source({ sourceReference = 0 }: Arguments): Promise<object> {
    const file = this.#foreign[sourceReference - 1];
    const content = file === undefined ? null : ((await this.#target?.source(file)) ?? null);
    if (content === null) throw new Refusal('this source is not here');
    return { content };
  }

  async #variables(reference: number): Promise<object[]> {
    if (reference >= FIRST_TREE)
      return (this.#trees[reference - FIRST_TREE]?.children ?? []).map(node => this.#variable(node));
    const frame = ((await this.#target?.frames()) ?? [])[reference - 1];
    return (frame?.shown ?? []).map(([name, value]) => this.#variable(treeOf(name, value)));
  }

  #variable(node: TreeNode): object {
    const { label: name, type, text: value, children } = node;
    const variablesReference = children.length === 0 ? 0 : FIRST_TREE + this.#trees.push(node) - 1;
    return { name, value, type, variablesReference };
  }

  async #evaluate({ expression = '', frameId = 0 }: Arguments): Promise<object> {
    const frame = ((await this.#target?.frames()) ?? [])[frameId];
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
}
