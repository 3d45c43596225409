/** What the first visit to the playground of a server costs over the wire. */
import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countingProxy } from '../bench/lib/wire.mjs';
import { startTestServer, type TestServer } from '../host/server/harness.js';
import { site } from '../playground/site.js';
import { executablePath, launch } from '../tools/chromium.js';
import { PATIENCE } from '../tools/patience.js';

/** Bytes of the answers, header fields and all, until the first run has shown its result. */
const MOST = 560_000;

describe.skipIf(executablePath === undefined || !existsSync(site))(
  'the first visit to the playground',
  () => {
    let test: TestServer;
    let browser: Browser;

    beforeAll(async () => {
      test = await startTestServer({ PlaygroundAccess: 'everybody' });
      browser = await launch();
    });

    afterAll(async () => {
      await browser?.close();
      await test?.stop();
    });

    it(
      'loads what it needs to run a program, and what else is wanted when it is wanted',
      async () => {
        const proxy = await countingProxy(test.server.address('HTTPU').port);
        const page = await (await browser.newContext()).newPage();
        page.setDefaultTimeout(PATIENCE);
        await page.goto(`http://localhost:${proxy.port}/playground/`);
        await page.waitForSelector('html[data-ready][data-opened]');
        await page.click('#run');
        await page.frameLocator('#preview').getByText('Hello, world!').waitFor();
        const first = proxy.bytes;
        expect(first).toBeLessThan(MOST);
        // the engine alone has more: the figure is that of a whole visit
        expect(first).toBeGreaterThan(300_000);
        await page.locator('.cm-content').click();
        await page.keyboard.press('Control+a');
        await page.keyboard.insertText(
          'entry Main is SetHTTPResponseData(FindRegEx("abc", "b(.)")[1]); end entry;',
        );
        await page.keyboard.press('Control+Enter');
        await page.waitForSelector('html[data-runs="2"]');
        expect(await page.textContent('#panel-body pre')).toBe('c');
        expect(proxy.bytes).toBeGreaterThan(first + 30_000);
        proxy.close();
      },
      3 * PATIENCE,
    );
  },
);
