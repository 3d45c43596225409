/** What SETTRACE switches on: records about the use of the store, until they are switched off. */
import type { Logger } from '../../admin/log/log.js';
import type { Store } from '../../storage/index.js';

/** Milliseconds between two records of FileIO. */
const PERIOD = 1000;

/** Starts a trace; the result ends it. */
type Start = (store: Store, log: Logger) => () => void;

const facilities: Readonly<Record<string, Start>> = {
  /** Every change of an object. */
  FileOp: (store, log) =>
    store.onChange(changes => {
      for (const { topic, subject } of changes) log.major(`FileOp ${topic} ${subject.join('/')}`);
    }),
  /** What the store has done to the disk. */
  FileIO: (store, log) => {
    const timer = setInterval(() => {
      const { syncs, bytesWritten, blobsWritten, blobBytesWritten } = store.stats();
      log.major('FileIO', { syncs, bytesWritten, blobsWritten, blobBytesWritten });
    }, PERIOD);
    timer.unref();
    return () => clearInterval(timer);
  },
};

/** The traces of a server. */
export class Traces {
  private readonly running = new Map<string, () => void>();

  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  set(facility: string, on: boolean): void {
    this.running.get(facility)?.();
    this.running.delete(facility);
    const start = Object.hasOwn(facilities, facility) ? facilities[facility] : undefined;
    if (on && start) this.running.set(facility, start(this.store, this.log));
  }

  close(): void {
    for (const end of this.running.values()) end();
    this.running.clear();
  }
}
