/** What the scripts of Courtyard add: the choice between light and dark, menus of entries. Needs Chromium. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenes } from '../skins/scenes.js';
import { executablePath, launch } from '../tools/chromium.js';
import { openWindow, type Window } from './site.js';

const light = 'rgb(245, 241, 232)';
const dark = 'rgb(16, 22, 20)';

describe.skipIf(executablePath === undefined)('Courtyard', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  async function show(window: Window, name: string): Promise<void> {
    const scene = scenes[name];
    if (!scene) throw new Error(name);
    await window.show({ scene, skin: 'Courtyard' });
  }

  const ground = ({ page }: Window) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  it('follows the system until somebody chooses, and keeps the choice', async () => {
    const window = await openWindow(browser, { width: 1280, colorScheme: 'dark' });
    await show(window, 'login');
    await expect.poll(() => ground(window)).toBe(dark);
    const button = window.page.getByRole('button', { name: /Colours/ });
    await button.press('Enter');
    await expect.poll(() => ground(window)).toBe(light);
    await expect.poll(() => button.getAttribute('aria-label')).toBe('Colours: light');
    await show(window, 'hello');
    await expect.poll(() => ground(window)).toBe(light);
    await button.press('Enter');
    await expect.poll(() => ground(window)).toBe(dark);
    await button.press('Enter');
    await expect.poll(() => button.getAttribute('aria-label')).toBe('Colours: as the system');
    await window.context.close();
  });

  it('works without scripts', async () => {
    const window = await openWindow(browser, { width: 360, colorScheme: 'dark', javaScript: false });
    await show(window, 'login');
    await expect.poll(() => window.page.locator('button.theme').isVisible()).toBe(false);
    await expect.poll(() => window.page.getByRole('button', { name: 'Log in' }).isVisible()).toBe(true);
    await window.context.close();
  });

  it('opens one menu of an entry at a time, and closes it with Escape', async () => {
    const window = await openWindow(browser, { width: 1280 });
    await show(window, 'website');
    const { page } = window;
    const opened = page.locator('details.more[open]');
    await page.getByLabel('More about Invoices').press('Enter');
    await expect.poll(() => opened.count()).toBe(1);
    await expect.poll(() => opened.getByLabel('New name').inputValue()).toBe('Invoices');
    await page.getByLabel('More about Holiday pictures').click();
    await expect.poll(() => opened.count()).toBe(1);
    await expect.poll(() => opened.getByLabel('New name').inputValue()).toBe('Holiday pictures');
    await page.keyboard.press('Escape');
    await expect.poll(() => opened.count()).toBe(0);
    await window.context.close();
  });

  it('shows the current entry of the menu on a phone', async () => {
    const window = await openWindow(browser, { width: 360 });
    await show(window, 'password');
    const box = await window.page.locator('.menu [aria-current]').boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 360).toBe(true);
    await window.context.close();
  });

  it('reaches everything with the keyboard', async () => {
    const window = await openWindow(browser, { width: 1280 });
    await show(window, 'login');
    const { page } = window;
    await page.keyboard.press('Tab');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe('Skip to the content');
    const seen = new Set<string>();
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press('Tab');
      seen.add(await page.evaluate(() => document.activeElement?.getAttribute('name') ?? ''));
    }
    expect([...seen]).toEqual(expect.arrayContaining(['username', 'password']));
    await window.context.close();
  });
});
