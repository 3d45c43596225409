/** One request to a helper while it waits for its answer. */
import type { Bytes } from '../../../stdlib/values/types.js';

/** What a helper answered: its first word in capital letters, and the rest of the line. */
export interface HelperAnswer {
  readonly word: string;
  readonly text: Bytes;
}

/** A command in the form of a version: which one a helper speaks is known when the line is written, not before. */
export type Command = (version: number) => Bytes;

export class HelperRequest {
  /** How often it was sent. */
  sends = 0;
  #timer: NodeJS.Timeout | null = null;
  #isSettled = false;
  readonly answer: Promise<HelperAnswer>;
  #resolve: (answer: HelperAnswer) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  /** @param command what follows the number on the line, for a version of the protocol */
  constructor(readonly command: Command) {
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.answer.catch(() => undefined);
  }

  /** Begins a new time; the one before no longer counts. */
  expire(milliseconds: number, late: () => void): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = this.#isSettled ? null : setTimeout(late, milliseconds);
  }

  resolve(answer: HelperAnswer): void {
    this.#settle();
    this.#resolve(answer);
  }

  reject(error: Error): void {
    this.#settle();
    this.#reject(error);
  }

  #settle(): void {
    this.#isSettled = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
