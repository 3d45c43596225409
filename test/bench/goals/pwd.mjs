import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../lib/http.mjs';
import { lineClient, pwdClient } from '../lib/lines.mjs';
import { interleaveFigures } from '../lib/measure.mjs';

const LINES = 20_000;
const IN_FLIGHT = 64;
/** Rounds of creations that are not measured. */
const WARM_ROUNDS = 6;

/** Seconds of one durable write after another into one file, each about as long as the record of an account. */
function fsyncSeconds(count) {
  const folder = mkdtempSync(join(tmpdir(), 'postern-fsync-'));
  const file = openSync(join(folder, 'log'), 'a');
  const record = Buffer.alloc(200, 65);
  const start = performance.now();
  for (let i = 0; i < count; i++) {
    writeSync(file, record);
    fsyncSync(file);
  }
  const seconds = (performance.now() - start) / 1000 / count;
  closeSync(file);
  rmSync(folder, { recursive: true, force: true });
  return seconds;
}

export default {
  id: 'PWD',
  title: 'commands over PWD, beside a bare echo of lines and the fsync rate',
  figures: {
    'GETACCOUNTSETTINGS pipelined / echo': { atLeast: 0.5 },
    'CREATEACCOUNT durable, 64 in flight / sequential fsync': { atLeast: 2 },
  },
  async measure() {
    const modes = ['plain', 'corked', 'joined'];
    const echoes = await Promise.all(modes.map(mode => startServer('lines', { mode })));
    const postern = await startServer('pwd');
    const commands = Array.from(
      { length: LINES },
      (_, i) => `GETACCOUNTSETTINGS user${i % 100}@main.test\r\n`,
    ).join('');
    const echoClients = await Promise.all(echoes.map(({ port }) => lineClient(port)));
    const client = await pwdClient(postern.port);
    const seconds = async one => {
      const start = performance.now();
      const answer = await one.send(commands, LINES);
      if (!/^(?:201|GET)/.test(answer)) throw new Error(answer);
      return (performance.now() - start) / 1000 / LINES;
    };
    const pipelined = await interleaveFigures(
      {
        ...Object.fromEntries(modes.map((mode, i) => [mode, () => seconds(echoClients[i])])),
        postern: () => seconds(client),
      },
      { rounds: 9 },
    );
    const clients = await Promise.all(Array.from({ length: IN_FLIGHT }, () => pwdClient(postern.port)));
    let made = 0;
    const create = async () => {
      const count = IN_FLIGHT * 20;
      const start = performance.now();
      await Promise.all(
        clients.map(async one => {
          for (let i = 0; i < 20; i++) {
            const answer = await one.send(`CREATEACCOUNT new${made++}@main.test {RealName="New";}\r\n`);
            if (answer !== '200 OK') throw new Error(answer);
          }
        }),
      );
      return (performance.now() - start) / 1000 / count;
    };
    // V8 compiles during the first thousands, as for the goals of web pages
    for (let i = 0; i < WARM_ROUNDS; i++) await create();
    const created = await interleaveFigures({ fsync: async () => fsyncSeconds(400), create }, { rounds: 9 });
    for (const one of [...echoClients, client, ...clients]) one.close();
    await Promise.all([...echoes, postern].map(server => server.stop()));
    const perSecond = (result, name) => Math.round(1 / result.us(name)).toLocaleString('en');
    return {
      'GETACCOUNTSETTINGS pipelined / echo': pipelined.ratio('corked', 'postern'),
      'CREATEACCOUNT durable, 64 in flight / sequential fsync': created.ratio('fsync', 'create'),
      about: `a second: echo ${modes.map(mode => `${perSecond(pipelined, mode)} ${mode}`).join(', ')}, GETACCOUNTSETTINGS ${perSecond(pipelined, 'postern')}; fsync ${perSecond(created, 'fsync')}, CREATEACCOUNT ${perSecond(created, 'create')}`,
    };
  },
};
