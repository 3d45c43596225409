import { startServer } from '../lib/http.mjs';
import { pwdClient } from '../lib/lines.mjs';
import { interleaveFigures } from '../lib/measure.mjs';

const LARGE = 200_000;
const SMALL = 100;
/** Small domains: enough that none of their accounts is in memory when it is asked for. */
const DOMAINS = 200;
const LINES = 2_000;

const MB = 1 << 20;

/** Reads the answer to one command in pieces, resting between them: how much it is, and how the server grew meanwhile. */
async function listSlowly(server, client) {
  const before = await server.memory();
  const peak = { heap: 0, rss: 0 };
  const look = async () => {
    const now = await server.memory();
    peak.heap = Math.max(peak.heap, now.heap - before.heap);
    peak.rss = Math.max(peak.rss, now.rss - before.rss);
  };
  const bytes = await client.readSlowly('LISTACCOUNTS large.test\r\n', look);
  await look();
  return { ...peak, bytes };
}

export default {
  id: 'accounts',
  title: `a domain of ${LARGE.toLocaleString('en')} accounts`,
  figures: {
    'LISTACCOUNTS, MB that the heap grows': { atMost: 64 },
    'LISTACCOUNTS, MB that the process grows': { atMost: 64 },
    'GETACCOUNTSETTINGS, 100 accounts in turn: large / small domain': { atMost: 1.2 },
    'GETACCOUNTSETTINGS, each for the first time: large / small domains': { atMost: 1.2 },
  },
  async measure() {
    const server = await startServer('pwd', { accounts: SMALL, large: LARGE, domains: DOMAINS });
    try {
      const client = await pwdClient(server.port);
      const listed = await listSlowly(server, client);
      /** Microseconds of processor time of a command, pipelined. */
      const ask = async names => {
        const text = names.map(name => `GETACCOUNTSETTINGS ${name}\r\n`).join('');
        const before = await server.cpu();
        const answer = await client.send(text, names.length);
        if (!answer.startsWith('201')) throw new Error(answer);
        return ((await server.cpu()) - before) / names.length;
      };
      const list = make => Array.from({ length: LINES }, (_, i) => make(i));
      const warm = await interleaveFigures(
        {
          small: () => ask(list(i => `user${i % SMALL}@main.test`)),
          large: () => ask(list(i => `user${(i % SMALL) * (LARGE / SMALL)}@large.test`)),
        },
        { rounds: 9 },
      );
      // In a scattered order; every account once in the whole run, so that each record is read from the store.
      const small = (turn, i) => {
        const at = (turn * LINES + i) * 7_919;
        return `user${at % SMALL}@small${Math.floor(at / SMALL) % DOMAINS}.test`;
      };
      let turn = 0;
      const cold = await interleaveFigures(
        {
          small: () => ask(list(i => small(turn, i))),
          large: () => {
            const of = turn++;
            return ask(list(i => `user${((of * LINES + i) * 7_919) % LARGE}@large.test`));
          },
        },
        { rounds: 9 },
      );
      client.close();
      return {
        'LISTACCOUNTS, MB that the heap grows': listed.heap / MB,
        'LISTACCOUNTS, MB that the process grows': listed.rss / MB,
        'GETACCOUNTSETTINGS, 100 accounts in turn: large / small domain': warm.ratio('large', 'small'),
        'GETACCOUNTSETTINGS, each for the first time: large / small domains': cold.ratio('large', 'small'),
        about: `${(listed.bytes / MB).toFixed(1)} MB of names; µs of processor time a command: ${warm.us('small').toFixed(2)} and ${warm.us('large').toFixed(2)} in turn, ${cold.us('small').toFixed(1)} and ${cold.us('large').toFixed(1)} for the first time`,
      };
    } finally {
      await server.stop();
    }
  },
};
