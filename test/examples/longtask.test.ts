/** The long-running task: it goes on between requests, tells how far it is, and can be stopped. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Site, startSite, USER } from './server.js';

let site: Site;
let job: string;
const files = Array.from({ length: 12 }, (_, at) => ({ name: `file${at}.txt`, text: `content ${at}` }));

beforeAll(async () => {
  site = await startSite('longtask');
  const [account = '', domain = ''] = USER.split('@');
  const who = { kind: 'account', account, domain } as const;
  for (const { name, text } of files) {
    await site.server.objects.files.write(who, '*', `papers/${name}`, Buffer.from(text));
  }
  job = `${await site.login()}job.wcgp`;
});
afterAll(() => site.stop());

/** Looks at the page until it says something. */
async function until(words: RegExp): Promise<string> {
  for (;;) {
    const { text } = await site.get(job);
    if (words.test(text)) return text;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

it('has not run yet', async () => {
  expect((await site.get(job)).text).toContain('have not been checked yet');
});

it('checks all files', async () => {
  const started = await site.post(job, { Start: '1' });
  expect([started.status, started.headers.get('location')]).toEqual([303, 'job.wcgp']);
  const text = await until(/All \d+ files are checked/);
  expect(text).toContain('value="100"');
  for (const { name, text: content } of files) {
    const digest = createHash('sha256').update(content).digest('hex');
    expect(text).toContain(`<td>papers/${name}</td><td><code>${digest}</code></td>`);
  }
});

it('shows its progress, runs once, and stops when told', async () => {
  await site.post(job, { Start: '1', pause: '1' });
  const running = await until(/Checking: [1-9]\d* of \d+ files/);
  expect(running).toMatch(/<progress id="progress" max="100" value="\d{1,2}">/);
  expect((await site.get(job)).headers.get('refresh')).toBe('2');
  await site.post(job, { Start: '1' });
  await site.post(job, { Stop: '1' });
  expect(await until(/Stopped after/)).toMatch(/Stopped after [1-9]\d* of \d+ files/);
});
