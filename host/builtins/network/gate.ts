/** A gate for outgoing requests: so many at a time, some more wait, the others are refused. */
export class Gate {
  private active = 0;
  private readonly waiting: (() => void)[] = [];

  /**
   * @param places requests at a time
   * @param queue requests that may wait for each place
   */
  constructor(
    private readonly places: () => number,
    private readonly queue = 16,
  ) {}

  /** Runs work when there is a place. False: too many wait already. */
  async enter(): Promise<boolean> {
    if (this.active < this.places()) {
      this.active++;
      return true;
    }
    if (this.waiting.length >= this.places() * this.queue) return false;
    // The place of the request that ends is handed over, so `active` stays.
    await new Promise<void>(resolve => this.waiting.push(resolve));
    return true;
  }

  leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.active--;
  }
}
