/**
 * Orderly shutdown (admin.md 5): named steps, one after another, each awaited. What still hangs when the time
 * is over is named, and the process ends with status 1.
 */
import type { Logger } from '../log/log.js';

/** One step of the shutdown. */
interface Step {
  readonly name: string;
  run(): Promise<void> | void;
}

/** The steps of a server's shutdown, in the order in which they will run. */
export class Shutdown {
  private readonly steps: Step[] = [];
  private running: Promise<boolean> | null = null;
  private current = '';

  /** @param limit milliseconds that all steps together may take */
  constructor(
    private readonly log: Logger,
    private readonly limit: number,
  ) {}

  /** Adds a step behind the present ones. */
  add(name: string, run: () => Promise<void> | void): void {
    this.steps.push({ name, run });
  }

  /** True from the first call of `start`. */
  get begun(): boolean {
    return this.running !== null;
  }

  /** Runs the steps; a second call gives the same result. False: a step hung or failed, the log names it. */
  start(): Promise<boolean> {
    this.running ??= this.perform();
    return this.running;
  }

  private async perform(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<boolean>(resolve => {
      timer = setTimeout(() => {
        this.log.crash(`shutdown took more than ${this.limit / 1000} s: ${this.current} hung`);
        resolve(false);
      }, this.limit);
    });
    const done = await Promise.race([this.walk(), timeout]);
    clearTimeout(timer);
    return done;
  }

  private async walk(): Promise<boolean> {
    let clean = true;
    for (const step of this.steps) {
      this.current = step.name;
      this.log.low(`shutdown: ${step.name}`);
      try {
        await step.run();
      } catch (error) {
        clean = false;
        this.log.failure(
          `shutdown: ${step.name} failed: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
    return clean;
  }
}
