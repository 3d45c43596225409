/** Nonces of `features`: good for one login attempt and five minutes (ximss.md 3.5). */
import { randomBytes } from 'node:crypto';

const LIFETIME = 300_000;
/** Nonces that are remembered; more push out the oldest. */
const MOST = 20_000;

export class Nonces {
  private readonly live = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  make(): string {
    const nonce = randomBytes(16).toString('hex');
    this.live.set(nonce, this.now() + LIFETIME);
    if (this.live.size > MOST) this.live.delete(this.live.keys().next().value ?? '');
    return nonce;
  }

  /** True once for a nonce that is still good. */
  use(nonce: string): boolean {
    const until = this.live.get(nonce);
    this.live.delete(nonce);
    return until !== undefined && until > this.now();
  }
}
