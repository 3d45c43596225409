/** The skin pages in a browser: keyboard, phone, dark, and nothing that the policy forbids. Needs Chromium. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { turn } from '../browser/site.js';
import { executablePath, launch } from '../tools/chromium.js';
import { PATIENCE } from '../tools/patience.js';
import { World } from './world.js';

describe.skipIf(executablePath === undefined)('skin pages in a browser', () => {
  const world = new World(['main.test']);
  let browser: Browser;
  let url = '';

  beforeAll(async () => {
    world.addAccount('anna@main.test', 'secret');
    world.administrators.add('anna@main.test');
    world.addFiles('stock', '', { 'login.wssp': 'stock', 'strings.data': '{}' });
    world.addFiles('main.test', '', { [`${'long-name-'.repeat(8)}.wssp`]: 'x' });
    url = `http://127.0.0.1:${await world.start()}/Admin/Skins/?domain=main.test`;
    browser = await launch();
  });

  afterAll(async () => {
    await browser?.close();
    await world.stop();
  });

  /** Opens the page without JavaScript; collects what the browser complains of. */
  async function open(
    width: number,
    colorScheme: 'light' | 'dark',
  ): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      colorScheme,
      httpCredentials: { username: 'anna@main.test', password: 'secret' },
    });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', message => complaints.push(message.text()));
    await page.goto(url);
    return { page, complaints };
  }

  it.each<[number, 'light' | 'dark']>([
    [320, 'light'],
    [375, 'dark'],
    [1280, 'light'],
  ])('fits %i pixels, %s', async (width, scheme) => {
    const { page, complaints } = await open(width, scheme);
    const { scroll, back } = await page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      back: getComputedStyle(document.body).backgroundColor,
    }));
    expect(scroll).toBe(width);
    expect(back).toBe(scheme === 'dark' ? 'rgb(16, 22, 20)' : 'rgb(245, 241, 232)');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('uploads with the keyboard and shows the error in place', async () => {
    const { page } = await open(1280, 'light');
    await page.setInputFiles('#upload', [
      { name: 'bad.wssp', mimeType: 'text/plain', buffer: Buffer.from('<p>WRONG</p>') },
      { name: 'good.txt', mimeType: 'text/plain', buffer: Buffer.from('fine') },
    ]);
    await page.focus('button[value=upload]');
    await turn(page, () => page.keyboard.press('Enter'));
    await page.waitForSelector('[role=alert]');
    await expect.poll(() => page.textContent('mark')).toBe('<--ERROR-->');
    await expect.poll(() => page.getByRole('checkbox', { name: 'Mark good.txt' }).count()).toBe(1);
    await expect.poll(() => page.getByRole('checkbox', { name: 'Mark bad.wssp' }).count()).toBe(0);
    await page.getByRole('checkbox', { name: 'Mark good.txt' }).press('Space');
    await turn(page, () => page.getByRole('button', { name: 'Delete marked' }).press('Enter'));
    await page.waitForSelector('[role=status]');
    await expect.poll(() => page.textContent('[role=status]')).toBe('The marked files are deleted.');
    await expect.poll(() => page.getByText('good.txt').count()).toBe(0);
    await page.context().close();
  });

  it('names every control', async () => {
    const { page } = await open(1280, 'light');
    const unnamed = await page.evaluate(() =>
      Array.from(document.querySelectorAll('input:not([type=hidden]),button,a'))
        .filter(element => {
          const { labels } = element as HTMLInputElement;
          const text = element.getAttribute('aria-label') ?? element.textContent ?? '';
          return text.trim() === '' && (labels?.length ?? 0) === 0;
        })
        .map(element => element.outerHTML),
    );
    expect(unnamed).toEqual([]);
    await page.context().close();
  });
});
