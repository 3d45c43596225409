/**
 * A person at a real server: logs in, keeps files, changes preferences and password, reads notices, loses the session
 * and goes on. `PICTURES=folder` keeps the pictures of the README. Needs Chromium.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../host/objects/api.js';
import { type RunningServer, startServer } from '../../host/server/start.js';
import { dictOf } from '../../stdlib/values/index.js';
import { executablePath, launch } from '../tools/chromium.js';
import { removeFolder } from '../tools/folders.js';
import { PATIENCE } from '../tools/patience.js';
import { turn } from './site.js';

const pictures = process.env.PICTURES;
const USER = 'anna@example.test';
const NEW_PASSWORD = 'Another-pass-2';

describe.skipIf(executablePath === undefined).each(['', 'Courtyard'])('a person, skin "%s"', skin => {
  let base: string;
  let server: RunningServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let password = 'Secret-pass-1';
  let url: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    base = mkdtempSync(join(tmpdir(), 'postern-person-'));
    const set = new Map([
      ['DomainName', 'example.test'],
      ['HTTPUPort', '0'],
      ['HTTPAPort', '0'],
      ['PWDPort', '-1'],
      ['XIMSSPort', '-1'],
    ]);
    server = await startServer({ base, set });
    url = server.address('HTTPU').url.replace(/\/$/, '');
    const settings = dictOf([
      ['Password', password],
      ['RealName', 'Anna Berg'],
    ]);
    await server.objects.accounts.create(SYSTEM, USER, { settings });
    await server.objects.preferences.update(SYSTEM, USER, dictOf([['SkinName', skin || 'default']]));
    browser = await launch();
    context = await browser.newContext({ viewport: { width: 1080, height: 680 }, colorScheme: 'light' });
    page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on('console', message => complaints.push(message.text()));
    page.on('pageerror', error => complaints.push(error.message));
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    removeFolder(base);
  });

  async function picture(name: string): Promise<void> {
    if (pictures === undefined || skin === '') return;
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  async function logIn(): Promise<void> {
    await page.getByLabel('Account name').fill('anna');
    await page.getByLabel('Password').fill(password);
    await turn(page, () => page.getByRole('button', { name: 'Log in' }).press('Enter'));
  }

  const heading = () => page.locator('h1').textContent();
  const press = (name: string) => turn(page, () => page.getByRole('button', { name, exact: true }).click());
  const follow = (name: string, exact = true) =>
    turn(page, () => page.getByRole('link', { name, exact }).first().click());

  it('is refused with a wrong password, and let in with the right one', async () => {
    await page.goto(`${url}/?Skin=${skin}`);
    await picture('login');
    await page.getByLabel('Account name').fill('anna');
    await page.getByLabel('Password').fill('wrong');
    await press('Log in');
    await expect.poll(() => page.getByRole('alert').textContent()).toBe('The name or the password is wrong.');
    await expect.poll(() => page.getByLabel('Account name').inputValue()).toBe('anna');
    await logIn();
    await expect.poll(() => heading()).toBe('Home');
    await expect.poll(() => page.getByText('Welcome, Anna Berg').count()).toBe(1);
    await expect.poll(() => page.getByText(USER, { exact: true }).count()).toBeGreaterThan(0);
    await picture('home');
  });

  it('keeps files in folders', async () => {
    await follow('Files');
    for (const name of ['Projects', 'Holiday & more']) {
      await page.getByLabel('New folder').fill(name);
      await press('Create folder');
    }
    await follow('Holiday & more', false);
    await page.getByLabel('Upload files').setInputFiles([
      { name: 'größe 100%.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') },
      { name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(2_480_000) },
      { name: 'minutes.txt', mimeType: 'text/plain', buffer: Buffer.alloc(5806, 'x') },
    ]);
    await press('Upload');
    const link = page.getByRole('link', { name: 'größe 100%.txt' });
    await picture('files');
    const address = new URL((await link.getAttribute('href')) ?? '', page.url()).href;
    expect(await (await context.request.get(address)).text()).toBe('hello');
    await page.getByLabel('Mark plan.pdf').check();
    await press('Delete marked');
    await expect.poll(() => page.getByText('plan.pdf').count()).toBe(0);
    if (skin === '') {
      await page.getByLabel('Mark minutes.txt').check();
      await page.getByLabel('New name of the marked entry').fill('notes.txt');
    } else {
      await page.getByLabel('More about minutes.txt').click();
      await page.locator('details[open]').getByLabel('New name').fill('notes.txt');
    }
    await turn(page, () => page.locator('button[name=rename]:visible').click());
    await expect.poll(() => page.getByRole('link', { name: 'notes.txt' }).count()).toBe(1);
    const folders = page.getByRole('navigation', { name: 'Folder' });
    await turn(page, () => folders.getByRole('link', { name: 'All files' }).click());
    await page.getByLabel('Mark Holiday & more').check();
    await press('Delete marked');
    await expect.poll(() => page.getByRole('alert').textContent()).toBe('Only empty folders can be deleted.');
  });

  it('changes preferences', async () => {
    await follow('Preferences');
    await page.getByLabel('Language').selectOption('german');
    await page.getByLabel('Time zone').selectOption('Europe/Berlin');
    await press('Save');
    await expect.poll(() => page.getByRole('status').textContent()).toBe('The preferences are saved.');
    await expect.poll(() => page.getByLabel('Language').inputValue()).toBe('german');
    await expect.poll(() => page.getByLabel('Time zone').inputValue()).toBe('Europe/Berlin');
  });

  it('changes the password, but not with a wrong one', async () => {
    await follow('Password');
    const change = async (old: string) => {
      await page.getByLabel('Current password').fill(old);
      await page.getByLabel('New password').fill(NEW_PASSWORD);
      await page.getByLabel('Repeat the password').fill(NEW_PASSWORD);
      await press('Save');
    };
    await change('wrong');
    await expect.poll(() => page.getByRole('alert').count()).toBe(1);
    await change(password);
    await expect.poll(() => page.getByRole('status').textContent()).toBe('The password is changed.');
    password = NEW_PASSWORD;
  });

  it('tells others something about itself', async () => {
    await follow('Public info');
    const field = page.locator('main input:not([type=hidden])').first();
    await field.fill('Köln & <more>');
    await press('Save');
    await expect.poll(() => page.getByRole('status').textContent()).toBe('The changes are saved.');
    await expect
      .poll(() => page.locator('main input:not([type=hidden])').first().inputValue())
      .toBe('Köln & <more>');
  });

  it('loses the session, logs in again and goes on, now in German', async () => {
    await follow('Files');
    await follow('Projects', false);
    const lost = page.url();
    const id = /Session\/([^/]+)\//.exec(lost)?.[1] ?? '';
    server.objects.sessions.close(id, 'killed');
    await page.goto(lost);
    await expect.poll(() => heading()).toBe('The session has ended');
    await logIn();
    await expect.poll(() => heading()).toBe('Welcome back');
    await press('Go on');
    await expect.poll(() => heading()).toBe('Dateien');
    await expect
      .poll(() => page.getByRole('navigation', { name: 'Ordner' }).textContent())
      .toContain('Projects');
  });

  it('says goodbye', async () => {
    const session = page.url();
    await follow('Abmelden');
    await expect.poll(() => heading()).toBe('Auf Wiedersehen');
    await expect.poll(() => page.getByText(`Die Sitzung von ${USER} ist geschlossen.`).count()).toBe(1);
    await page.goto(session);
    await expect.poll(() => heading()).toBe('The session has ended');
  });

  it('sees an error page for an address that leads nowhere', async () => {
    complaints.length = 0;
    const response = await page.goto(`${url}/nowhere/at/all?Skin=${skin}`);
    expect([response?.status(), await heading()]).toEqual([404, 'Nothing here']);
  });

  it('has a browser that complains of nothing but the 404', () => {
    expect(complaints.filter(text => !text.includes('404'))).toEqual([]);
  });
});
