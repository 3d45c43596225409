/** Milliseconds of processor time that count half after a while. */

/** Half-life in ms. */
const HALF_LIFE = 10_000;
/** What is added within this time decays together: powers cost more than sums. */
const STEP = 100;

export class Load {
  private ms = 0;
  private at = 0;

  add(ms: number, now: number): void {
    if (now - this.at > STEP) {
      this.ms = this.value(now);
      this.at = now;
    }
    this.ms += ms;
  }

  value(now: number): number {
    return this.ms === 0 ? 0 : this.ms * 0.5 ** ((now - this.at) / HALF_LIFE);
  }
}
