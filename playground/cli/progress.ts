/** How far long work is: one line on the terminal that is written over again and again, and gone at the end. */
import { painter } from './paint.js';
import { type Screen, Stop } from './types.js';

/** What work needs of the place where it is done; without a screen nothing is shown. */
export interface Watched {
  readonly screen?: Screen | null;
  readonly signal?: AbortSignal;
}

/** Exit status after an interrupt, as shells have it. */
const INTERRUPTED = 130;
/** Nobody reads faster, in ms. */
const SHOWN_EVERY = 40;
const ERASE = '\r\x1b[K';

export class Progress {
  readonly #screen: Screen | null;
  readonly #signal: AbortSignal | null;
  #done = 0;
  #isShown = false;
  #next = 0;

  /**
   * @param total how many steps there are; one alone is not worth a line
   * @param now a clock, in ms
   */
  constructor(
    { screen = null, signal }: Watched,
    private readonly total: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#screen = total > 1 ? screen : null;
    this.#signal = signal ?? null;
  }

  /**
   * The next step begins. Lets interrupts in, which work without waiting would never see.
   * @param name of the file it is about
   * @throws Stop when the user has interrupted
   */
  async step(name: string): Promise<void> {
    if (this.now() >= this.#next) {
      this.#show(name);
      this.#next = this.now() + SHOWN_EVERY;
      await new Promise(resolve => setImmediate(resolve));
    }
    this.#done++;
    if (this.#signal?.aborted === true) {
      this.clear();
      throw new Stop('interrupted', INTERRUPTED);
    }
  }

  /** Takes the line away: before anything else is written, and at the end. */
  clear(): void {
    if (this.#isShown) this.#screen?.write(ERASE);
    this.#isShown = false;
  }

  #show(name: string): void {
    if (this.#screen === null) return;
    const sum = `${this.#done}/${this.total}`;
    const room = this.#screen.columns - sum.length - 2;
    this.#screen.write(`${ERASE}${painter(this.#screen)('cyan', sum)} ${fitting(name, room)}`);
    this.#isShown = true;
  }
}

/** The end of a name that fits into so many columns; what is not ASCII may take two of them. */
function fitting(name: string, columns: number): string {
  const symbols = [...name.replace(/\p{C}/gu, '?')];
  const width = (symbol: string): number => (symbol > '~' ? 2 : 1);
  let room = columns - symbols.reduce((sum, symbol) => sum + width(symbol), 0);
  if (room >= 0) return symbols.join('');
  room -= width('…');
  let from = 0;
  for (; room < 0 && from < symbols.length; from++) room += width(symbols[from] ?? '');
  return room < 0 ? '' : `…${symbols.slice(from).join('')}`;
}
