/**
 * `kill -9` under load: a server process takes uploads and preference writes from several clients at once, is killed
 * in the middle of them, and starts again. What it acknowledged must be there; of what it was doing, all or nothing.
 */
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeFolder } from '../tools/folders.js';
import { kill, put, type Running, start } from './process.js';

const ROUNDS = 20;
const CLIENTS = 4;
/** Milliseconds of load before the kill: this many, and up to as many more. */
const LOAD = 150;

const base = mkdtempSync(join(tmpdir(), 'postern-kill-'));
/** What a client knows: the last value that was acknowledged, and the one that was on its way. */
interface Known {
  acknowledged: number;
  sent: number;
}

const known = (): Known => ({ acknowledged: 0, sent: 0 });
const files = Array.from({ length: CLIENTS }, known);
const preferences = Array.from({ length: CLIENTS }, known);

const program = `entry sysEntry is
  if Impersonate("postmaster") == null then
    key = GetHTTPParameter("key"); value = GetHTTPParameter("value");
    if value == null then SetHTTPResponseData(String(GetAccountPreferences(key)) + "");
    elif SetAccountPreferences(value, key) == null then SetHTTPResponseData("stored " + value);
    else SetHTTPResponseCode(503); end if;
  end if;
end entry;`;

/** The content of a file tells its number in every line: half of it would show. */
const content = (number: number): string => `${number}\n`.repeat(1000);

/** Does one thing again and again until the server is gone. */
async function work(what: Known, once: (number: number) => Promise<boolean>): Promise<void> {
  for (;;) {
    const number = ++what.sent;
    try {
      if (!(await once(number))) throw new Error('refused');
      what.acknowledged = number;
    } catch {
      return;
    }
  }
}

function load(server: Running): Promise<void>[] {
  return [
    ...files.map((file, i) =>
      work(file, async number => (await put(server, `file${i}.txt`, content(number))).status === 200),
    ),
    ...preferences.map((preference, i) =>
      work(preference, async number => {
        const answer = await fetch(new URL(`/sys/pref.wcgp?key=Test${i}&value=${number}`, server.user));
        return answer.status === 200 && (await answer.text()) === `stored ${number}`;
      }),
    ),
  ];
}

/** Compares what is there with what was acknowledged; goes on from what is there. */
function check(what: Known, there: number): void {
  expect(there).toBeGreaterThanOrEqual(what.acknowledged);
  expect(there).toBeLessThanOrEqual(what.sent);
  what.acknowledged = there;
  what.sent = there;
}

async function compare(server: Running): Promise<void> {
  for (const [i, file] of files.entries()) {
    if (file.sent === 0) continue;
    const answer = await fetch(new URL(`/file${i}.txt`, server.user));
    const text = answer.status === 200 ? await answer.text() : '';
    const there = Number(text.split('\n', 1)[0] || 0);
    if (there > 0) expect(text).toBe(content(there));
    check(file, there);
  }
  for (const [i, preference] of preferences.entries()) {
    if (preference.sent === 0) continue;
    // A preference that was never set is no output: 404.
    const answer = await fetch(new URL(`/sys/pref.wcgp?key=Test${i}`, server.user));
    check(preference, answer.status === 200 ? Number(await answer.text()) : 0);
  }
}

let server: Running | null = null;
beforeAll(async () => {
  server = await start(base);
  expect((await put(server, 'pref.wcgp', program)).status).toBe(200);
});
afterAll(async () => {
  if (server) await kill(server);
  removeFolder(base);
});

const haveAllWorked = (): boolean => [...files, ...preferences].every(({ acknowledged }) => acknowledged > 0);

it(`loses nothing that was acknowledged, ${ROUNDS} times`, async () => {
  const times: number[] = [];
  if (!server) throw new Error('no server');
  for (let round = 0; round < ROUNDS; round++) {
    const working = load(server);
    await new Promise(resolve => setTimeout(resolve, LOAD * (1 + Math.random())));
    // a slow machine may need longer for the first work of each kind
    if (round === 0) await expect.poll(haveAllWorked).toBe(true);
    await kill(server);
    await Promise.all(working);
    expect(existsSync(join(base, 'ProcessID'))).toBe(true);
    server = await start(base);
    times.push(server.took);
    await compare(server);
  }
  const total = [...files, ...preferences].reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  expect(Math.min(...files.map(file => file.acknowledged))).toBeGreaterThan(0);
  expect(Math.min(...preferences.map(one => one.acknowledged))).toBeGreaterThan(0);
  const sorted = [...times].sort((a, b) => a - b);
  console.log(
    `${total} acknowledged changes survived ${ROUNDS} kills; starts took ${Math.round(sorted[0] ?? 0)} to ${Math.round(sorted.at(-1) ?? 0)} ms, median ${Math.round(sorted[ROUNDS >> 1] ?? 0)} ms`,
  );
}, 600_000);
