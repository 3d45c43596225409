/**
 * A person at a real server: logs in, keeps files, changes preferences and password, reads notices, loses the session
 * and goes on. `PICTURES=folder` keeps the pictures of the README. Needs Chromium.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '../../host/objects/api.js';
import { type RunningServer, startServer } from '../../host/server/start.js';
import { dictOf } from '../../stdlib/values/index.js';
import { executablePath, launch } from './site.js';

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
    page.setDefaultTimeout(10_000);
    page.on('console', message => complaints.push(message.text()));
    page.on('pageerror', error => complaints.push(error.message));
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(base, { recursive: true, force: true });
  });

  async function picture(name: string): Promise<void> {
    if (pictures === undefined || skin === '') return;
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  async function logIn(): Promise<void> {
    await page.getByLabel('Account name').fill('anna');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Log in' }).press('Enter');
  }

  const heading = () => page.locator('h1').textContent();
  const menu = (name: string) => page.getByRole('link', { name, exact: true }).first().click();

  it('is refused with a wrong password, and let in with the right one', async () => {
    await page.goto(`${url}/?Skin=${skin}`);
    await picture('login');
    await page.getByLabel('Account name').fill('anna');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('The name or the password is wrong.');
    expect(await page.getByLabel('Account name').inputValue()).toBe('anna');
    await logIn();
    expect(await heading()).toBe('Home');
    expect(await page.getByText('Welcome, Anna Berg').count()).toBe(1);
    expect(await page.getByText(USER, { exact: true }).count()).toBeGreaterThan(0);
    await picture('home');
  });

  it('keeps files in folders', async () => {
    await menu('Files');
    for (const name of ['Projects', 'Holiday & more']) {
      await page.getByLabel('New folder').fill(name);
      await page.getByRole('button', { name: 'Create folder' }).click();
    }
    await page.getByRole('link', { name: 'Holiday & more' }).click();
    await page.getByLabel('Upload files').setInputFiles([
      { name: 'größe 100%.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') },
      { name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(2_480_000) },
      { name: 'minutes.txt', mimeType: 'text/plain', buffer: Buffer.alloc(5806, 'x') },
    ]);
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    const link = page.getByRole('link', { name: 'größe 100%.txt' });
    await picture('files');
    const address = new URL((await link.getAttribute('href')) ?? '', page.url()).href;
    expect(await (await context.request.get(address)).text()).toBe('hello');
    await page.getByLabel('Mark plan.pdf').check();
    await page.getByRole('button', { name: 'Delete marked' }).click();
    expect(await page.getByText('plan.pdf').count()).toBe(0);
    if (skin === '') {
      await page.getByLabel('Mark minutes.txt').check();
      await page.getByLabel('New name of the marked entry').fill('notes.txt');
    } else {
      await page.getByLabel('More about minutes.txt').click();
      await page.locator('details[open]').getByLabel('New name').fill('notes.txt');
    }
    await page.locator('button[name=rename]:visible').click();
    expect(await page.getByRole('link', { name: 'notes.txt' }).count()).toBe(1);
    await page.getByRole('navigation', { name: 'Folder' }).getByRole('link', { name: 'All files' }).click();
    await page.getByLabel('Mark Holiday & more').check();
    await page.getByRole('button', { name: 'Delete marked' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('Only empty folders can be deleted.');
  });

  it('changes preferences', async () => {
    await menu('Preferences');
    await page.getByLabel('Language').selectOption('german');
    await page.getByLabel('Time zone').selectOption('Europe/Berlin');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.getByRole('status').textContent()).toBe('The preferences are saved.');
    expect(await page.getByLabel('Language').inputValue()).toBe('german');
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Berlin');
  });

  it('changes the password, but not with a wrong one', async () => {
    await menu('Password');
    const change = async (old: string) => {
      await page.getByLabel('Current password').fill(old);
      await page.getByLabel('New password').fill(NEW_PASSWORD);
      await page.getByLabel('Repeat the password').fill(NEW_PASSWORD);
      await page.getByRole('button', { name: 'Save' }).click();
    };
    await change('wrong');
    expect(await page.getByRole('alert').count()).toBe(1);
    await change(password);
    expect(await page.getByRole('status').textContent()).toBe('The password is changed.');
    password = NEW_PASSWORD;
  });

  it('tells others something about itself', async () => {
    await menu('Public info');
    const field = page.locator('main input:not([type=hidden])').first();
    await field.fill('Köln & <more>');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.getByRole('status').textContent()).toBe('The changes are saved.');
    expect(await page.locator('main input:not([type=hidden])').first().inputValue()).toBe('Köln & <more>');
  });

  it('loses the session, logs in again and goes on, now in German', async () => {
    await menu('Files');
    await page.getByRole('link', { name: 'Projects' }).click();
    const lost = page.url();
    const id = /Session\/([^/]+)\//.exec(lost)?.[1] ?? '';
    server.objects.sessions.close(id, 'killed');
    await page.goto(lost);
    expect(await heading()).toBe('The session has ended');
    await logIn();
    expect(await heading()).toBe('Welcome back');
    await page.getByRole('button', { name: 'Go on' }).click();
    expect(await heading()).toBe('Dateien');
    expect(await page.getByRole('navigation', { name: 'Ordner' }).textContent()).toContain('Projects');
  });

  it('says goodbye', async () => {
    const session = page.url();
    await menu('Abmelden');
    expect(await heading()).toBe('Auf Wiedersehen');
    expect(await page.getByText(`Die Sitzung von ${USER} ist geschlossen.`).count()).toBe(1);
    await page.goto(session);
    expect(await heading()).toBe('The session has ended');
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
