/**
 * Requests of a host as a target: the next one that the filter names runs with probes there and stands still where the
 * editor wants it. A run that fails has a recording: it is opened at its last step, and then every direction works.
 */
import type { DebugPlace, DebugSection } from '../../compiler/index.js';
import { DebugTable } from '../../compiler/index.js';
import { decode } from '../../runtime/codec/index.js';
import type { Plain } from '../../runtime/environment.js';
import type { Value } from '../../stdlib/values/types.js';
import { type Breakpoint, Breakpoints } from '../debug/breakpoints.js';
import { type Frame, framesOf } from '../debug/frames.js';
import type { HostLink, PlainRecord } from './link.js';
import { Refusal, type Target, type Told } from './target.js';

/** Which requests: as the launch configuration says. */
export interface LiveFilter {
  readonly domain?: string;
  readonly path?: string;
  readonly session?: string;
  readonly account?: string;
  readonly once?: boolean;
}

const MOVES: Readonly<Record<string, string>> = {
  next: 'next',
  stepIn: 'in',
  stepOut: 'out',
  continue: 'continue',
};

const SHOWN = { valueBytes: 1 << 21, valueDepth: 100 };
const UNSHOWN = 'too large to be shown';

interface ToldFrame {
  readonly section: number;
  readonly place: number;
  readonly values: readonly (Uint8Array | null)[] | null;
}

function shownValue(bytes: Uint8Array | null): Value {
  if (bytes === null) return UNSHOWN;
  try {
    return decode(bytes, SHOWN);
  } catch {
    return UNSHOWN;
  }
}

export interface LiveParts {
  readonly link: HostLink;
  readonly filter: LiveFilter;
  readonly told: Told;
  /** Makes the target for the recording of a failed run; its first stop is where it failed. */
  readonly replay: (recording: Uint8Array, told: Told) => Target;
}

export class Live implements Target {
  readonly #table = new DebugTable();
  #points: readonly Breakpoint[] = [];
  #breakpoints = new Breakpoints(this.#table, []);
  #frames: readonly Frame[] = [];
  /** A run stands still. */
  #isStopped = false;
  #isOver = false;
  /** A failed run that is looked at. */
  #past: Target | null = null;
  #attached: { resolve(): void; reject(error: Error): void } | null = null;
  readonly #sources = new Map<string, (text: string | null) => void>();

  private constructor(private readonly parts: LiveParts) {}

  /** Attaches. @throws Refusal */
  static async attach(parts: LiveParts): Promise<Live> {
    const live = new Live(parts);
    const { link, filter } = parts;
    const attached = new Promise<void>((resolve, reject) => {
      live.#attached = { resolve, reject };
    });
    link.listen(
      message => live.#take(message),
      why => live.#over(why),
    );
    link.send({ kind: 'attach', ...(filter as PlainRecord) });
    await attached;
    return live;
  }

  async start(): Promise<void> {
    this.parts.link.send({ kind: 'ready' });
    const { path, session, account, domain } = this.parts.filter;
    const what = [
      path && `for ${path}`,
      session && 'of the session',
      account && `of ${account}`,
      domain && `at ${domain}`,
    ];
    this.parts.told.output('console', `Attached. Waiting for a request ${what.filter(Boolean).join(' ')}\n`);
  }

  async move(command: string): Promise<void> {
    if (this.#past !== null) return this.#movePast(this.#past, command);
    const move = MOVES[command];
    if (move === undefined)
      throw new Refusal('a live run does not go back; a failed one does, when it is over');
    if (!this.#isStopped) return;
    this.#go(move);
  }

  setBreakpoints(list: readonly Breakpoint[]): void {
    this.#points = list;
    this.#breakpoints = new Breakpoints(this.#table, list);
    this.#past?.setBreakpoints(list);
    const points = list.map(({ file, line }) => ({ file, line }));
    this.parts.link.send({ kind: 'breakpoints', points });
  }

  async frames(): Promise<readonly Frame[]> {
    return this.#past === null ? this.#frames : this.#past.frames();
  }

  pause(): void {
    this.parts.link.send({ kind: 'pause' });
  }

  async end(): Promise<void> {
    if (this.#isStopped) this.parts.told.output('console', 'The request is ended.\n');
    this.parts.link.send({ kind: 'end' });
    await this.close();
  }

  async close(): Promise<void> {
    this.#isOver = true;
    await this.#past?.close();
    await this.parts.link.close();
  }

  source(file: string): Promise<string | null> {
    return new Promise(resolve => {
      this.#sources.set(file.toLowerCase(), resolve);
      this.parts.link.send({ kind: 'source', file });
    });
  }

  #go(move: string): void {
    this.#isStopped = false;
    this.#frames = [];
    this.parts.link.send({ kind: 'go', move });
  }

  /** Walking to the end of a failed run leads back to waiting. */
  async #movePast(past: Target, command: string): Promise<void> {
    if (command === 'continue') this.#leavePast();
    else await past.move(command);
  }

  #leavePast(): void {
    void this.#past?.close();
    this.#past = null;
    if (this.#isOver) this.parts.told.terminated();
    else {
      this.parts.told.continued();
      this.parts.link.send({ kind: 'ready' });
    }
  }

  #over(why: string): void {
    this.#attached?.reject(new Refusal(why));
    this.#attached = null;
    if (this.#isOver) return;
    this.#isOver = true;
    this.parts.told.output('console', `${why}\n`);
    if (this.#past === null) this.parts.told.terminated();
  }

  #take(message: PlainRecord): void {
    const { told } = this.parts;
    switch (message.kind) {
      case 'attached':
        this.#attached?.resolve();
        this.#attached = null;
        break;
      case 'began':
        told.output('console', `${message.method} ${message.path} (${message.tag}) runs ${message.file}\n`);
        break;
      case 'table':
        this.#table.sections.push(...(message.sections as unknown as DebugSection[]));
        this.#table.places.push(...(message.places as unknown as DebugPlace[]));
        this.#breakpoints = new Breakpoints(this.#table, this.#points);
        break;
      case 'stopped':
        this.#stopped(String(message.reason), (message.frames ?? []) as unknown as readonly ToldFrame[]);
        break;
      case 'resumed':
        this.#isStopped = false;
        this.#frames = [];
        told.output('console', `The request goes on: ${message.why}\n`);
        told.continued();
        break;
      case 'ended':
        void this.#ended(message);
        break;
      case 'source': {
        const file = String(message.file).toLowerCase();
        this.#sources.get(file)?.(typeof message.text === 'string' ? message.text : null);
        this.#sources.delete(file);
        break;
      }
      case 'detached':
        this.#over(`Detached: ${message.message}`);
    }
  }

  #stopped(reason: string, frames: readonly ToldFrame[]): void {
    const values = frames.map(({ section, place, values: own }) => ({
      section,
      place,
      values: own === null ? null : own.map(shownValue),
    }));
    this.#isStopped = true;
    const [top] = values;
    const isPoint = reason === 'breakpoint' && top !== undefined;
    if (isPoint && this.#breakpoints.hasCondition(top.place)) {
      const report = { kind: 'frame' as const, isTask: false, first: top.section, second: top.place };
      const holds = this.#breakpoints.holds({ ...report, values: top.values, hostCalls: 0, memory: 0 });
      // The step that met it, if any, goes on as if nothing had been there.
      if (!holds) {
        this.#go('resume');
        return;
      }
    }
    this.#frames = framesOf(this.#table, values);
    this.parts.told.stopped(reason);
  }

  async #ended({ outcome, message, recording, cpuMs, hostCalls }: PlainRecord): Promise<void> {
    const { told, replay } = this.parts;
    this.#isStopped = false;
    this.#frames = [];
    const cost = `${Number(cpuMs).toFixed(1)} ms, ${hostCalls} host calls`;
    if (outcome === 'finished') return told.output('console', `The request is answered: ${cost}\n`);
    told.output('stderr', `The request failed: ${message} (${outcome}), ${cost}\n`);
    if (!isBytes(recording) || outcome === 'cancelled') return;
    this.#past = replay(recording, { ...told, terminated: () => this.#leavePast() });
    this.#past.setBreakpoints(this.#points);
    await this.#past.start();
  }
}

const isBytes = (plain: Plain | undefined): plain is Uint8Array => plain instanceof Uint8Array;
