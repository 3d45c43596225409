/** No notice is lost and none comes twice, whatever breaks. `npm run soak` does the same for ten minutes. */
import { expect, test } from 'vitest';
import { soak } from './soak.js';

const SECONDS = Number(process.env.SOAK_SECONDS ?? 20);
const SEED = Number(process.env.SOAK_SEED ?? 4);

test(
  `${SECONDS} seconds of changes and broken connections`,
  async () => {
    const { lost, doubled, wrong, ...figures } = await soak(SECONDS, SEED);
    console.log(
      `${Object.entries(figures)
        .map(([name, count]) => `${name} ${count}`)
        .join(', ')}, lost ${lost.length}, doubled ${doubled.length}`,
    );
    expect({ lost, doubled, wrong }).toEqual({ lost: [], doubled: [], wrong: [] });
    expect(figures.disconnects).toBeGreaterThan(SECONDS);
    expect(figures.notices).toBeGreaterThan(SECONDS);
  },
  (SECONDS + 120) * 1000,
);
