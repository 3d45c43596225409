/**
 * One operation after another (ximss.md 2.7): what is asked of a session runs in order of arrival, whatever
 * connection it came from. A task that needs no waiting costs nothing more than its call.
 */

/** Something to run; a promise when it cannot finish at once. It never throws and never rejects. */
export type Task = () => void | Promise<void>;

export class Serial {
  private busy = false;
  private readonly waiting: (() => void)[] = [];

  /** Tasks that wait for their turn. */
  get length(): number {
    return this.waiting.length;
  }

  /** Runs the task now, when nothing else runs, or in its turn; the promise is fulfilled after it. */
  run(task: Task): void | Promise<void> {
    if (this.busy) return new Promise(resolve => this.waiting.push(() => this.start(task, resolve)));
    const running = this.begin(task);
    return running === undefined ? undefined : running.then(() => this.next());
  }

  private begin(task: Task): void | Promise<void> {
    this.busy = true;
    const running = task();
    if (running === undefined) this.busy = false;
    return running;
  }

  private start(task: Task, done: () => void): void {
    const running = this.begin(task);
    if (running === undefined) {
      done();
      this.next();
    } else
      void running.then(() => {
        done();
        this.next();
      });
  }

  private next(): void {
    this.busy = false;
    this.waiting.shift()?.();
  }
}
