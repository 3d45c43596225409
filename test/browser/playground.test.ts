/** The playground of a real server in a browser, for an administrator: runs a page, opens a recording of the server. */
import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../host/objects/api.js';
import { toFragment } from '../../playground/page/share.js';
import { EMPTY } from '../../playground/page/workspace.js';
import { startTestServer, type TestServer } from '../host/server/harness.js';
import { FEATURES, type Feature } from '../playground/page/features.js';
import { findingsOf, Person, WIDTHS, type Width } from '../playground/page/person.js';
import { site } from '../playground/site.js';
import { executablePath, launch } from '../tools/chromium.js';
import { PATIENCE } from '../tools/patience.js';

const PROGRAM = `entry Main is
  list = NewArray();
  at = 0 - 7;
  list[at] = "x";
end entry;
`;

describe.skipIf(executablePath === undefined || !existsSync(site))('the playground of a server', () => {
  let test: TestServer;
  let browser: Browser;
  let page: Page;
  let url: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    test = await startTestServer({ Recordings: 'YES' });
    await test.server.objects.passwords.set(SYSTEM, 'postmaster', 'Post-pass-1');
    await test.put({ 'broken.wcgp': PROGRAM });
    url = test.server.address('HTTPU').url.replace('127.0.0.1', 'localhost');
    browser = await launch();
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      httpCredentials: { username: 'postmaster', password: 'Post-pass-1' },
    });
    page = await context.newPage();
    context.setDefaultTimeout(PATIENCE);
    page.on('console', message => complaints.push(message.text()));
    page.on('pageerror', error => complaints.push(error.message));
  });

  afterAll(async () => {
    await browser?.close();
    await test?.stop();
  });

  it('runs programs under its policy and shows what they give', async () => {
    await page.goto(new URL('/playground/', url).href);
    await page.waitForSelector('html[data-ready][data-opened]');
    await page.click('#run');
    await page.waitForSelector('html[data-runs="1"]');
    await page.click('#tab-preview');
    const preview = page.frameLocator('#preview');
    await preview.getByText('Hello, world!').waitFor();
  });

  it('calls built-ins of the server when that is wanted, until another workspace is opened', async () => {
    const main = 'entry Main is SetHTTPResponseData(MyEmail() + " " + MyDomain()); end entry;';
    const fragment = await toFragment({ ...EMPTY, files: { 'main.wcgp': main }, active: 'main.wcgp' });
    const context = await browser.newContext({
      httpCredentials: { username: 'postmaster', password: 'Post-pass-1' },
    });
    context.setDefaultTimeout(PATIENCE);
    const tab = await context.newPage();
    tab.on('console', message => complaints.push(message.text()));
    await tab.goto(new URL('/playground/', url).href + fragment);
    await tab.waitForSelector('html[data-ready][data-opened]');
    const target = tab.locator('#calls-to');
    await expect.poll(() => target.textContent()).toBe('Host built-ins: account in this page');
    await tab.click('#connect');
    await tab.getByRole('button', { name: 'Use the host' }).click();
    await target.getByText('postmaster@main.test on localhost').waitFor();
    await tab.click('#run');
    const preview = tab.frameLocator('#preview');
    await preview.getByText('postmaster@main.test main.test').waitFor();
    await tab.click('#tab-usage');
    await expect
      .poll(() => tab.textContent('#panel-usage'))
      .toContain('on the host, as postmaster@main.test');
    await tab.click('#gallery');
    await tab.locator('dialog button').nth(1).click();
    await target.getByText('account in this page').waitFor();
    await context.close();
  });

  it('opens a recording when that is wanted, at the place that failed', async () => {
    expect((await test.get('/broken.wcgp')).status).toBe(500);
    await page.goto(new URL('/Admin/Recordings/', url).href);
    const link = page.getByRole('link', { name: 'Open in playground' });
    await expect
      .poll(async () => {
        await page.reload();
        return link.count();
      })
      .toBe(1);
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    const asked: string[] = [];
    opened.on('request', request => asked.push(request.url()));
    opened.on('console', message => complaints.push(message.text()));
    await opened.waitForSelector('html[data-ready][data-opened]');
    const dialog = opened.getByRole('dialog', { name: 'Open a recording' });
    await dialog.waitFor();
    expect(asked.filter(address => address.includes('/Admin/'))).toEqual([]);
    await dialog.getByRole('button', { name: 'Open' }).click();
    await opened.locator('#debugger').getByText('out of range').first().waitFor();
    await expect.poll(() => opened.locator('#files').textContent()).toContain('broken.wcgp');
    await expect.poll(() => opened.locator('#debugger').textContent()).toContain('list');
    await opened.keyboard.press('Shift+F10');
    await opened.waitForFunction(
      () => !document.querySelector('#debugger')?.textContent?.includes('out of range'),
    );
  });

  const feature = (name: Feature, act: (person: Person) => Promise<void>): void =>
    it.each(Object.keys(WIDTHS) as Width[])(`${name}: ${FEATURES[name]}, on a %s`, async width => {
      const user = { username: 'postmaster', password: 'Post-pass-1' };
      const person = await Person.open(browser, { url: new URL('/playground/', url).href, width, user });
      await act(person);
      expect(person.complaints).toEqual([]);
      await person.context.close();
    });

  feature('deploy', async person => {
    const text = async () => (await test.get('/main.wcgp')).body;
    await test.put({ 'main.wcgp': 'entry Main is\n  SetHTTPResponseData("before");\nend entry;\n' });
    const { page } = person;
    const check = async () => {
      await person.command('Deploy to a server');
      const set = page.getByRole('dialog', { name: 'Deploy' });
      await set.waitFor();
      expect([await person.findings(), await person.overflow()]).toEqual([[], 0]);
      await set.getByRole('button', { name: 'Check' }).click();
    };
    await check();
    const differences = page.getByLabel('Differences of main.wcgp');
    await differences.waitFor();
    expect([await person.findings(), await person.overflow()]).toEqual([[], 0]);
    await expect.poll(() => differences.locator('del').textContent()).toContain('before');
    await expect.poll(() => differences.locator('ins').textContent()).toContain('Hello, world!');
    expect(await text()).toBe('before');
    await person.shot(`deploy-${person.width}`);
    await page.getByRole('button', { name: 'Deploy now' }).click();
    const back = page.getByRole('button', { name: 'Return to the version before' });
    await back.waitFor();
    expect(await text()).toBe('Hello, world!');
    await back.click();
    await page.getByText('The skin is as it was before.').waitFor();
    await person.closed();
    expect(await text()).toBe('before');
    // what does not compile is not deployed
    await person.write('entry Main is (');
    await check();
    await page.getByText('1 of 1 files do not compile').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Deploy now' }).count()).toBe(0);
  });

  it.each([
    ['Recordings', 1280, 'light'],
    ['Deploy', 360, 'dark'],
    ['Monitor', 1280, 'dark'],
    ['Monitor', 360, 'light'],
    ['Recordings', 360, 'dark'],
  ] as const)(
    'gives pages of the administration that are accessible: %s at %i pixels, %s',
    async (name, width, colorScheme) => {
      const context = await browser.newContext({
        viewport: { width, height: 740 },
        colorScheme,
        httpCredentials: { username: 'postmaster', password: 'Post-pass-1' },
      });
      context.setDefaultTimeout(PATIENCE);
      const admin = await context.newPage();
      const said: string[] = [];
      admin.on('console', message => said.push(message.text()));
      const response = await admin.goto(new URL(`/Admin/${name}/`, url).href);
      expect(response?.status()).toBe(200);
      if ((response?.headers()['content-type'] ?? '').startsWith('text/html')) {
        expect(await findingsOf(admin)).toEqual([]);
        expect(
          await admin.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          ),
        ).toBe(0);
      }
      const folder = process.env.SCREENSHOTS;
      if (folder !== undefined)
        await admin.screenshot({ path: `${folder}/admin-${name}-${width}-${colorScheme}.png` });
      expect(said).toEqual([]);
      await context.close();
    },
  );

  it('has nothing to complain of', () => {
    expect(complaints).toEqual([]);
  });
});
