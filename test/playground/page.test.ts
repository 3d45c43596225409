/** The playground in a browser: every part of it, on a desktop and on a phone. Needs Chromium and the built package. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstLoad } from '../../playground/build.mjs';
import { executablePath, serve, site } from './site.js';

/** A folder for screenshots, when somebody wants to look at them. */
const SHOTS = process.env.SCREENSHOTS;
const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe.skipIf(executablePath === undefined || !existsSync(site))('the playground in a browser', () => {
  let browser: Browser;
  let server: Server;
  let url = '';
  let complaints: string[] = [];
  let folder = '';

  beforeAll(async () => {
    ({ server, url } = await serve());
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    folder = mkdtempSync(join(tmpdir(), 'postern-page-'));
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    const found = complaints;
    complaints = [];
    expect(found).toEqual([]);
  });

  async function open({
    width = 1280,
    height = 800,
    scheme = 'light' as 'light' | 'dark',
    hash = '',
  } = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      acceptDownloads: true,
    });
    const page = await context.newPage();
    page.on('console', message => complaints.push(message.text()));
    page.on('pageerror', error => complaints.push(error.message));
    await page.goto(url + hash);
    await page.waitForSelector('html[data-ready][data-opened]');
    return page;
  }

  async function run(
    page: Page,
    act: () => Promise<unknown> = () => page.keyboard.press('Control+Enter'),
  ): Promise<string> {
    const before = Number((await page.getAttribute('html', 'data-runs')) ?? 0);
    await act();
    await page.waitForSelector(`html[data-runs="${before + 1}"]`);
    return (await page.textContent('#outcome')) ?? '';
  }

  async function write(page: Page, text: string): Promise<void> {
    await page.click('.cm-content');
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
  }

  async function example(page: Page, id: string): Promise<void> {
    await page.click('#gallery');
    await page.click(`[data-example=${id}]`);
    await page.waitForSelector('dialog', { state: 'detached' });
  }

  async function shot(page: Page, name: string): Promise<void> {
    if (SHOTS === undefined) return;
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: join(SHOTS, `${name}.png`) });
  }

  const body = (page: Page): Promise<string | null> => page.textContent('#panel-body pre');
  const step = async (page: Page, act: () => Promise<unknown>): Promise<void> => {
    const before = await page.textContent('[data-step]');
    await act();
    await page.waitForFunction(text => document.querySelector('[data-step]')?.textContent !== text, before);
  };

  it('runs what is written, with the keyboard alone', async () => {
    const page = await open();
    await write(
      page,
      'entry Main is\nSetHTTPResponseType("text","plain");\nSetHTTPResponseData("<b>" + GetHTTPMethod());\nend entry;',
    );
    expect(await run(page)).toMatch(/^200 · text\/plain · 6 bytes/);
    expect(await body(page)).toBe('<b>GET');
    await page.keyboard.press('Control+s');
    await expect
      .poll(() => page.textContent('.cm-content'))
      .toContain('  SetHTTPResponseData("<b>" + GetHTTPMethod());');
  });

  it('shows problems as they are written, completes and explains', async () => {
    const page = await open();
    await write(page, 'entry Main is\n  x = Lenght("a");\nend entry;');
    await page.waitForSelector('#problems .error');
    expect(await page.textContent('#problems')).toContain('did you mean Length?');
    await write(page, 'entry Main is\n  SetHTTPResponseD');
    await page.keyboard.press('Control+Space');
    await page.waitForSelector('.cm-tooltip-autocomplete [aria-selected]');
    // keys that come too soon after the list are not for it
    await page.waitForTimeout(150);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.textContent('.cm-content')).toContain('SetHTTPResponseData()');
    await write(page, 'entry Main is\n  SetHTTPResponseData(1);\nend entry;');
    await page.hover('.tok-builtin');
    await page.waitForSelector('.tooltip');
    expect(await page.textContent('.tooltip')).toContain('Sets the body of the response');
  });

  it('renames, finds definitions and references over files', async () => {
    const page = await open();
    await example(page, 'shared-code');
    await page.click('.tok-function >> text=Title');
    await page.keyboard.press('F12');
    await page.waitForSelector('[aria-current=true] >> text=text.wcgi');
    await page.keyboard.press('F2');
    await page.fill('#dialog-input', 'Headline');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.textContent('.cm-content')).toContain('function Headline(words)');
    await page.click('.file >> text=main.wcgp');
    await expect.poll(() => page.textContent('.cm-content')).toContain('Text::Headline(words)');
    expect(await run(page)).toMatch(/^200/);
    expect(await body(page)).toBe('The Quick Brown Fox has 4 words');
  });

  it('stops endless loops at once and goes on', async () => {
    const page = await open();
    await write(page, 'entry Main is loop Void(1); end loop; end entry;');
    await page.click('#run');
    await page.waitForTimeout(200);
    const ms = await page.evaluate(async () => {
      const begin = performance.now();
      document.getElementById('stop')?.click();
      while (document.getElementById('outcome')?.textContent !== 'stopped')
        await new Promise(requestAnimationFrame);
      return performance.now() - begin;
    });
    expect(ms).toBeLessThan(100);
    await write(page, 'entry Main is SetHTTPResponseData("again"); end entry;');
    expect(await run(page)).toMatch(/^200/);
  });

  it('previews pages without their scripts reaching the playground, and follows their links and forms', async () => {
    const page = await open();
    await example(page, 'mail');
    expect(await run(page)).toMatch(/^200 · text\/html/);
    const frame = page.frameLocator('#preview');
    await frame.locator('a').first().click();
    await page.waitForSelector('html[data-runs="2"]');
    expect(await frame.locator('h1').textContent()).toBe('Welcome to the playground');
    await shot(page, 'mail');
    await frame.locator('a >> text=Back').click();
    await page.waitForSelector('html[data-runs="3"]');
    await frame.locator('input[name=subject]').fill('To myself');
    await frame.locator('button').click();
    await page.waitForSelector('html[data-runs="4"]');
    expect(await frame.locator('table').textContent()).toContain('To myself');
    await write(
      page,
      'entry Main is SetHTTPResponseData("<p id=p>x<script>try{parent.document.title=1}catch(e){p.textContent=e.name}</script>"); end entry;',
    );
    await run(page);
    await expect.poll(() => frame.locator('#p').textContent()).toContain('SecurityError');
  });

  it('keeps account and workspace in the browser', async () => {
    const page = await open();
    await example(page, 'preferences');
    await run(page);
    await run(page);
    expect(await body(page)).toBe('This ran 2 times in this browser.');
    await page.waitForTimeout(1000);
    await page.reload();
    await page.waitForSelector('html[data-ready][data-opened]');
    await run(page);
    expect(await body(page)).toBe('This ran 3 times in this browser.');
  });

  it('takes requests: parameters, forms, session, dataset', async () => {
    const page = await open();
    await example(page, 'hello');
    await page.fill('[aria-label="Value of parameter 1"]', 'Zoë');
    await run(page);
    expect(await body(page)).toBe('Hello, Zoë!');
    await example(page, 'hello-page');
    await page.fill('#dataset', '{title="T"; name="<x>";}');
    await run(page);
    expect(await body(page)).toContain('<p>Hello, &lt;x&gt;!</p>');
    await page.click('#tab-headers');
    expect(await page.textContent('#panel-headers')).toContain('text/html; charset=utf-8');
    await example(page, 'values');
    await run(page);
    await page.click('#tab-usage');
    expect(await page.textContent('#panel-usage')).toContain('Host calls');
  });

  it('shares by link: nothing runs before Run, damaged links are told', async () => {
    const page = await open();
    await write(page, 'entry Main is SetHTTPResponseData("shared"); end entry;');
    await page.click('#share');
    const link = await page.inputValue('#share-link');
    const hash = link.slice(link.indexOf('#'));
    const other = await open({ hash });
    expect(await other.textContent('.cm-content')).toContain('"shared"');
    expect(await other.getAttribute('html', 'data-runs')).toBeNull();
    await run(other);
    expect(await body(other)).toBe('shared');
    const broken = await open({ hash: `${hash.slice(0, -4)}AAAA` });
    expect(await broken.textContent('dialog')).toContain('damaged');
    const later = await open({ hash: hash.replace('#1.', '#9.') });
    expect(await later.textContent('dialog')).toContain('version 9');
  });

  it('exports and imports archives, and refuses what is none', async () => {
    const page = await open();
    await example(page, 'page-and-program');
    const more = async (text: string): Promise<void> => {
      await page.click('#more');
      await page.click(`dialog >> text=${text}`);
    };
    const [saved] = await Promise.all([page.waitForEvent('download'), more('Export .tar')]);
    const path = join(folder, 'skin.tar');
    await saved.saveAs(path);
    expect(readFileSync(path).subarray(257, 262).toString()).toBe('ustar');
    await example(page, 'hello');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), more('Import .tar')]);
    await chooser.setFiles(path);
    await page.waitForSelector('.file >> text=table.wssp');
    await run(page);
    expect(await body(page)).toContain('<td>100</td>');
    const bad = join(folder, 'bad.tar');
    writeFileSync(bad, 'x'.repeat(1024));
    const [again] = await Promise.all([page.waitForEvent('filechooser'), more('Import .tar')]);
    await again.setFiles(bad);
    await page.waitForSelector('dialog >> text=no tar archive');
  });

  it('debugs in both directions, with breakpoints, watches and the stack', async () => {
    const page = await open();
    await example(page, 'recursion');
    await page.click('.cm-line:has-text("steps.AddElement(from")');
    await page.keyboard.press('F9');
    // one is there always, hidden: it keeps the width
    await expect.poll(() => page.locator('.breakpoint').count()).toBe(2);
    await run(page, () => page.keyboard.press('F5'));
    await page.waitForSelector('#debugger:not([hidden]) .frames button');
    expect(await page.locator('#debugger .frames button').first().textContent()).toBe('Move  hanoi.wcgp:4');
    expect(await page.locator('#debugger .frames button').count()).toBe(5);
    expect(await page.textContent('#debugger [aria-label=Variables]')).toContain('"left"');
    await shot(page, 'debugger');
    await step(page, () => page.keyboard.press('F10'));
    expect(await page.locator('#debugger .frames button').first().textContent()).toBe('Move  hanoi.wcgp:5');
    await step(page, () => page.keyboard.press('Shift+F10'));
    expect(await page.locator('#debugger .frames button').first().textContent()).toBe('Move  hanoi.wcgp:4');
    await step(page, () => page.keyboard.press('F8'));
    await step(page, () => page.keyboard.press('F8'));
    await page.click('#debugger >> text=Watch…');
    await page.fill('#dialog-input', 'Length(steps)');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#debugger [aria-label=Watches] .value-number >> text=2');
    await step(page, () => page.keyboard.press('Shift+F8'));
    await page.waitForSelector('#debugger [aria-label=Watches] .value-number >> text=1');
    await page.click('[aria-label="Close the debugger"]');
  });

  it('leads from a failure back to its cause, also in a recording', async () => {
    const page = await open();
    await example(page, 'failing');
    await run(page, () => page.click('#debug'));
    await page.waitForSelector('#debugger .toolbar .bad');
    expect(await page.textContent('.current-line')).toContain('items[Length(items)] = 0');
    await step(page, () => page.click('[data-move=back-out]'));
    expect(await page.textContent('.current-line')).toContain('all += Total(orders[i])');
    const more = async (text: string): Promise<void> => {
      await page.click('#more');
      await page.click(`dialog >> text=${text}`);
    };
    await page.click('[aria-label="Close the debugger"]');
    const [saved] = await Promise.all([page.waitForEvent('download'), more('Record this run')]);
    const path = join(folder, 'run.prec');
    await saved.saveAs(path);
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), more('Open a recording')]);
    await chooser.setFiles(path);
    await page.waitForSelector('#debugger .toolbar .bad');
    await step(page, () => page.click('[data-move=back-in]'));
    writeFileSync(path, 'broken');
    const [again] = await Promise.all([page.waitForEvent('filechooser'), more('Open a recording')]);
    await again.setFiles(path);
    await page.waitForSelector('dialog >> text=cannot be used');
  });

  it('shows where the time goes', async () => {
    const page = await open({ scheme: 'dark' });
    await example(page, 'primes');
    await run(page, () => page.click('#profile'));
    await page.waitForSelector('.flame button >> text=Sieve');
    await page.waitForSelector('.heat');
    await shot(page, 'profile');
    await page.click('.flame button >> text=Sieve');
  });

  it('guides through both languages', async () => {
    const page = await open();
    await page.click('#tour');
    await page.waitForSelector('#note:not([hidden])');
    for (let at = 2; ; at++) {
      const result = await run(page);
      expect(result === '' ? 'nothing' : result).not.toBe('nothing');
      const next = page.locator('#note >> text=Next');
      if (await next.isDisabled()) break;
      await next.click();
      await page.waitForSelector(`#note >> text=${at} of`);
    }
  });

  it.each<[string, number, 'light' | 'dark']>([
    ['desktop', 1280, 'light'],
    ['desktop', 1280, 'dark'],
    ['phone', 375, 'light'],
    ['phone', 375, 'dark'],
  ])('is accessible on a %s of %i pixels, %s', async (name, width, scheme) => {
    const page = await open({ width, scheme, height: width < 800 ? 740 : 800 });
    await run(page, () => page.click('#run'));
    const views =
      width < 800
        ? ['#show-files', '#show-source', '#show-request', '#show-result']
        : ['#tab-usage', '#tab-preview'];
    await page.addScriptTag({ path: axeSource }).catch(() => undefined);
    const cdp = await page.context().newCDPSession(page);
    // the policy of the page forbids foreign scripts: the tool comes in past it
    await cdp.send('Runtime.evaluate', { expression: readFileSync(axeSource, 'utf8') });
    complaints = complaints.filter(text => !text.includes('Content Security Policy'));
    for (const view of views) {
      await page.click(view);
      const { result } = await cdp.send('Runtime.evaluate', {
        expression: `axe.run(document, {iframes: false}).then(r => r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', ')))`,
        awaitPromise: true,
        returnByValue: true,
      });
      expect([view, result.value]).toEqual([view, []]);
      const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(scroll).toBe(width);
      await shot(page, `${name}-${scheme}-${view.slice(1)}`);
    }
  });

  it('works on a phone: files, source, request, result', async () => {
    const page = await open({ width: 375, height: 740 });
    await example(page, 'form');
    await page.click('#show-files');
    await page.click('.file >> text=form.wssp');
    await page.waitForSelector('.cm-content >> text=DOCTYPE');
    await run(page, () => page.click('#run'));
    await page.frameLocator('#preview').locator('input[name=name]').fill('Ann');
    await page.frameLocator('#preview').locator('button').click();
    await page.waitForSelector('html[data-runs="2"]');
    expect(await page.frameLocator('#preview').locator('p').first().textContent()).toBe('Thank you, Ann.');
  });

  it('loads little and holds its policy', async () => {
    expect(firstLoad(site).brotli).toBeLessThanOrEqual(600_000);
    const page = await open();
    const blocked = await page.evaluate(async () => {
      const reasons: string[] = [];
      document.addEventListener('securitypolicyviolation', event => reasons.push(event.effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'window.bad = 1';
      document.head.append(script);
      await fetch('http://127.0.0.1:9/').catch(() => undefined);
      await new Promise(done => setTimeout(done, 50));
      return reasons;
    });
    expect(blocked).toEqual(expect.arrayContaining(['script-src-elem', 'connect-src']));
    complaints = [];
  });
});
