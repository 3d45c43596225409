/** What workers ask the host, on behalf of a run. */
import { decode } from '../codec/decode.js';
import { Encoder } from '../codec/encode.js';
import { toProgramException } from '../errors/failure.js';
import { listOf } from '../guest/protocol.js';
import type { Unit } from '../image/unit.js';
import type { RunRequest } from '../types.js';
import type { FromWorker } from '../worker/messages.js';
import type { Link } from './link.js';
import type { LiveRun } from './live.js';

type Question = Extract<FromWorker, { kind: 'wait' | 'load' | 'notify' }>;
type Fetch = Extract<FromWorker, { kind: 'fetch' }>;

const encoder = new Encoder();
/** Attachments are the host's own. */
const ANY = { valueBytes: 2 ** 31, valueDepth: 1024 };

export class Answers {
  answer(run: LiveRun, question: Question): void {
    switch (question.kind) {
      case 'wait':
        void this.wait(run, question.name, question.call);
        break;
      case 'load':
        void this.load(run, question.what, question.name);
        break;
      case 'notify':
        this.notify(run, question.name, question.args);
    }
  }

  /**
   * A worker lacks a unit or attachments. Several runs may want the same, and the one that asked may be over, so any
   * run of the worker that has them will do; when none has, none waits.
   */
  fetch(link: Link, { unit, attachments }: Fetch): void {
    const requests = link.runs.list().flatMap(({ request }) => request ?? []);
    if (unit !== null) {
      const found = requests.find(request => request.unit.id === unit);
      link.post({ kind: 'unit', id: unit, unit: found?.unit ?? null });
    }
    for (const id of attachments) {
      const found = requests
        .flatMap(request => Object.values(request.attachments ?? {}))
        .find(item => item.id === id);
      link.post({ kind: 'attachment', id, bytes: found ? encoder.encode(found.value(), ANY) : null });
    }
  }

  private async wait(run: LiveRun, name: string, call: Uint8Array): Promise<void> {
    try {
      const { limits } = run;
      const [, ...args] = listOf(decode(call, limits));
      const value = (await programOf(run)?.wait(name, args, run)) ?? null;
      run.link.post({
        kind: 'answer',
        run: run.id,
        value: encoder.encode(value, limits),
        patches: run.takePatches(),
      });
    } catch (error) {
      const { code, args } = toProgramException(error, name);
      run.link.post({ kind: 'refuse', run: run.id, code, args });
    }
  }

  private async load(run: LiveRun, what: 'module' | 'page', name: string): Promise<void> {
    try {
      const unit: Unit | null =
        (what === 'page' ? await run.request?.loadPage?.(name) : await programOf(run)?.loadModule?.(name)) ??
        null;
      run.link.post({ kind: 'loaded', run: run.id, unit });
    } catch (error) {
      const { code, args } = toProgramException(error, name);
      run.link.post({ kind: 'refuse', run: run.id, code, args });
    }
  }

  private notify(run: LiveRun, name: string, args: Uint8Array): void {
    try {
      run.request?.notify?.(name, listOf(decode(args, run.limits)), run);
    } catch {
      // Nobody waits for a notice: what goes wrong with it is the host's own affair.
    }
  }
}

const programOf = (run: LiveRun): RunRequest | null =>
  run.request && 'wait' in run.request ? run.request : null;
