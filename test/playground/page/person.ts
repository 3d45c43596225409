/** Somebody who uses the playground in a browser, at a desk or on a phone. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, BrowserContext, Download, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { PATIENCE } from '../../tools/patience.js';

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A folder for screenshots, when somebody wants to look at them. */
const SHOTS = process.env.SCREENSHOTS;

/** Serious findings about accessibility of what is seen. */
export async function findingsOf(page: Page): Promise<string[]> {
  const cdp = await page.context().newCDPSession(page);
  // the policy of the page forbids foreign scripts: the tool comes in past it
  await cdp.send('Runtime.evaluate', { expression: readFileSync(axeSource, 'utf8') });
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: `axe.run(document, {iframes: false, resultTypes: ['violations']}).then(r => r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', ')))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await cdp.detach();
  return result.value as string[];
}

export type Width = 'desktop' | 'phone';

export const WIDTHS: Readonly<Record<Width, { width: number; height: number }>> = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 375, height: 740 },
};

export type Part = 'files' | 'source' | 'request' | 'result';

export interface Visit {
  readonly url: string;
  readonly width: Width;
  readonly scheme?: 'light' | 'dark';
  readonly user?: { readonly username: string; readonly password: string };
}

/** Messages go after some seconds, which may be too soon for a test on a busy machine: here they stay for minutes. */
function keepMessages(): void {
  const later = window.setTimeout.bind(window);
  const slowly = (act: TimerHandler, ms = 0, ...rest: unknown[]): number =>
    later(act, ms >= 4_000 ? ms * 100 : ms, ...rest);
  window.setTimeout = slowly as typeof window.setTimeout;
}

const READY = 'html[data-ready][data-opened]';

export class Person {
  /** What the browser complained of. */
  complaints: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly width: Width,
    readonly url: string,
  ) {
    page.setDefaultTimeout(PATIENCE);
    page.on('console', message => this.complaints.push(message.text()));
    page.on('pageerror', error => this.complaints.push(error.message));
  }

  static async open(browser: Browser, { url, width, scheme = 'light', user }: Visit): Promise<Person> {
    const context = await browser.newContext({
      viewport: WIDTHS[width],
      colorScheme: scheme,
      acceptDownloads: true,
      ...(width === 'phone' ? { hasTouch: true, isMobile: true } : {}),
      ...(user === undefined ? {} : { httpCredentials: user }),
    });
    await context.addInitScript(keepMessages);
    const person = new Person(context, await context.newPage(), width, url);
    await person.visit();
    return person;
  }

  get isPhone(): boolean {
    return this.width === 'phone';
  }

  /** Loads the page, perhaps with a fragment, and waits until programs can run. */
  async visit(hash = ''): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(this.url + hash);
    await this.page.waitForSelector(READY);
  }

  /** Another person with the same browser. */
  async another(hash: string): Promise<Person> {
    const person = new Person(this.context, await this.context.newPage(), this.width, this.url);
    await person.visit(hash);
    person.complaints = this.complaints;
    return person;
  }

  /** Leaves dialogs and messages that are open. */
  async tidy(): Promise<void> {
    const { page } = this;
    if ((await page.locator('dialog[open]').count()) > 0) await page.keyboard.press('Escape');
    await this.closed();
    const debuggerPanel = page.locator('#debugger:not([hidden]) [aria-label="Close the debugger"]');
    if ((await debuggerPanel.count()) > 0) {
      await this.show('source');
      await debuggerPanel.click();
    }
    await this.closeMessage();
  }

  /** Waits until no dialog is open. What one was closed with is done in the same turn. */
  async closed(): Promise<void> {
    await this.page.waitForSelector('dialog', { state: 'detached' });
  }

  /** Answers the question of a dialog, which closes with it. */
  async answer(text: string): Promise<void> {
    await this.page.fill('#dialog-input', text);
    await this.page.keyboard.press('Enter');
    await this.closed();
  }

  /** Leaves the dialog that is open. */
  async escape(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.closed();
  }

  async closeMessage(): Promise<void> {
    const close = this.page.locator('#toast [aria-label="Close the message"]');
    if ((await close.count()) > 0) await close.click();
  }

  /** On a phone one part is seen at a time. */
  async show(part: Part): Promise<void> {
    if (this.isPhone) await this.page.click(`#show-${part}`);
  }

  /** Runs, and gives the line about the result. */
  async run(act: () => Promise<unknown> = () => this.page.keyboard.press('Control+Enter')): Promise<string> {
    const before = Number((await this.page.getAttribute('html', 'data-runs')) ?? 0);
    await act();
    await this.page.waitForSelector(`html[data-runs="${before + 1}"]`);
    return (await this.page.textContent('#outcome')) ?? '';
  }

  press(button: 'run' | 'debug' | 'profile' | 'stop'): () => Promise<void> {
    return () => this.page.click(`#${button}`);
  }

  /** Replaces the text of the file in the editor with a short one. */
  async write(text: string): Promise<void> {
    await this.closed();
    await this.show('source');
    // lists of completions may stand over the text
    await this.page.locator('.cm-content').focus();
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.insertText(text);
    await expect.poll(() => this.source()).toBe(text.replaceAll('\n', ''));
  }

  /** What stands in the editor. */
  source(): Promise<string | null> {
    return this.page.textContent('.cm-content');
  }

  async example(id: string): Promise<void> {
    await this.page.click('#gallery');
    await this.page.click(`[data-example=${id}]`);
    await this.closed();
    await this.closeMessage();
  }

  /** A command of the menu. */
  async command(label: string | RegExp): Promise<void> {
    await this.page.click('#more');
    const name = typeof label === 'string' ? new RegExp(`^${label}`) : label;
    const menu = this.page.getByRole('dialog', { name: 'More', exact: true });
    await menu.getByRole('button', { name }).click();
    await menu.waitFor({ state: 'detached' });
  }

  /** The file that a command offers, kept in a folder. */
  async download(label: string, path: string): Promise<Download> {
    const [saved] = await Promise.all([this.page.waitForEvent('download'), this.command(label)]);
    await saved.saveAs(path);
    return saved;
  }

  /** Gives a file to whoever asks for one. */
  async give(path: string | { name: string; mimeType: string; buffer: Buffer }, act: () => Promise<unknown>) {
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), act()]);
    await chooser.setFiles(path);
  }

  async tab(name: 'preview' | 'body' | 'headers' | 'log' | 'values' | 'usage'): Promise<Locator> {
    await this.show('result');
    await this.page.click(`#tab-${name}`);
    return this.page.locator(`#panel-${name}`);
  }

  body(): Promise<string | null> {
    return this.page.textContent('#panel-body pre');
  }

  get preview() {
    return this.page.frameLocator('#preview');
  }

  get debugger(): Locator {
    return this.page.locator('#debugger');
  }

  /** A move of the debugger. */
  async step(act: () => Promise<unknown>): Promise<void> {
    const before = await this.page.textContent('[data-step]');
    await act();
    await this.page.waitForFunction(
      text => document.querySelector('[data-step]')?.textContent !== text,
      before,
    );
  }

  move(name: string): Promise<void> {
    return this.step(() => this.page.click(`[data-move=${name}]`));
  }

  /** Line that is about to be executed. */
  async currentLine(): Promise<string> {
    return (await this.page.textContent('.current-line'))?.trim() ?? '';
  }

  /** Clicks into a line of the source. */
  async into(text: string): Promise<void> {
    await this.show('source');
    await this.page.click(`.cm-line:has-text(${JSON.stringify(text)})`);
  }

  /** Waits until the browser has kept something: `account`, `workspace` or the one `before`. */
  async kept(what: 'account' | 'workspace' | 'before', text: string): Promise<void> {
    const read = (key: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('postern-playground');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const database = request.result;
          const found = database.transaction('kept').objectStore('kept').get(key);
          found.onerror = () => reject(found.error);
          found.onsuccess = () => {
            database.close();
            resolve(JSON.stringify(found.result ?? null));
          };
        };
      });
    await expect.poll(() => this.page.evaluate(read, what)).toContain(text);
  }

  findings(): Promise<string[]> {
    return findingsOf(this.page);
  }

  /** Pixels by which the page is wider than the screen. */
  overflow(): Promise<number> {
    return this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  }

  async shot(name: string): Promise<void> {
    if (SHOTS !== undefined) await this.page.screenshot({ path: join(SHOTS, `${name}.png`) });
  }
}
