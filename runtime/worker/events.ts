/** The queue of events of a task (cgpl.md 12.4). */
import { dictOf } from '../../stdlib/values/dict.js';
import { isArray, isDict, isHandle } from '../../stdlib/values/is.js';
import { makeHandle } from '../../stdlib/values/make.js';
import type { Value } from '../../stdlib/values/types.js';
import { decode } from '../codec/decode.js';
import { Encoder } from '../codec/encode.js';
import type { EdgeLimits } from '../codec/format.js';

const encoder = new Encoder();

/** Encoded: thousands of tasks may have some. */
export class EventQueue {
  private readonly waiting: Uint8Array[] = [];

  constructor(
    private readonly most: number,
    private readonly edge: EdgeLimits,
  ) {}

  /** False: the queue is full, or the parameter is too large for this task. */
  add(name: string, sender: number | null, parameter: Uint8Array | null): boolean {
    if (this.waiting.length >= this.most) return false;
    const event = dictOf([
      ['what', name],
      ['sender', sender === null ? null : makeHandle('Task', sender)],
      ['parameter', parameter ? decode(parameter, this.edge) : null],
    ]);
    this.waiting.push(encoder.encode(event, this.edge));
    return true;
  }

  take(): Uint8Array | null {
    return this.waiting.shift() ?? null;
  }
}

/** Basic objects hold no handles (cgpl.md 4); a handle itself may be sent. */
export function isSendable(parameter: Value): boolean {
  return isHandle(parameter) || isBasic(parameter);
}

function isBasic(value: Value): boolean {
  if (isArray(value)) return value.every(isBasic);
  if (isDict(value)) return Object.values(value.entries).every(isBasic);
  return !isHandle(value);
}
