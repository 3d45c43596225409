import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LEAST_NONCE, MOST_NONCE, NONCE_LIFE, Nonces } from '../../../host/builtins/registry/nonces.js';
import { type Bench, startBench } from './harness.js';

describe('nonces', () => {
  it('have the size that was asked for, and are valid for their maker only', () => {
    const [mine, other] = [new Nonces(), new Nonces()];
    for (const size of [LEAST_NONCE, 17, 32, 64, MOST_NONCE]) {
      const nonce = mine.make(size);
      expect(nonce?.length).toBe(size);
      expect(nonce && mine.check(nonce)).toBe(true);
      expect(nonce && other.check(nonce)).toBe(false);
      expect(nonce?.equals(mine.make(size) ?? nonce)).toBe(false);
    }
  });

  it('refuse sizes that can be guessed or are too large', () => {
    const nonces = new Nonces();
    expect([0, -1, LEAST_NONCE - 1, MOST_NONCE + 1, 16.5].map(size => nonces.make(size))).toEqual(
      Array(5).fill(null),
    );
    expect([0, LEAST_NONCE, MOST_NONCE + 1].map(size => nonces.check(Buffer.alloc(size)))).toEqual(
      Array(3).fill(false),
    );
  });

  it('are wrong when any byte differs', () => {
    const nonces = new Nonces();
    const nonce = nonces.make(24) ?? Buffer.alloc(0);
    for (let i = 0; i < nonce.length; i++) {
      const changed = Buffer.from(nonce);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(nonces.check(changed)).toBe(false);
    }
  });

  it('end after their life', () => {
    let seconds = 1_700_000_000;
    const nonces = new Nonces(() => seconds * 1000);
    const nonce = nonces.make(16) ?? Buffer.alloc(0);
    seconds += NONCE_LIFE;
    expect(nonces.check(nonce)).toBe(true);
    seconds++;
    expect(nonces.check(nonce)).toBe(false);
  });
});

describe('Convert with gennonce and checknonce', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.stop());

  it('makes and checks', async () => {
    const text = await bench.run(`n = Convert(32, "genNonce"); f = "CHECKNONCE";
      r[0] = IsData(n); r[1] = Length(n); r[2] = Convert(n, "checknonce"); r[3] = Convert(n, f);
      r[4] = Convert(RandomData(32), "checknonce"); r[5] = Convert(3, "gennonce"); r[6] = Convert("x", "gennonce");
      r[7] = Convert("x", "checknonce"); r[8] = n == Convert(32, "gennonce");`);
    expect(text).toBe('(YES,#32,YES,YES,#NULL#,#NULL#,#NULL#,#NULL#,#NULL#)');
  });
});
