/**
 * The stock skins in a real browser: every page fits the screen, has no accessibility violation that axe finds, and
 * gives the browser nothing to complain of. `SCREENSHOTS=folder` looks at more screens and keeps a picture of each;
 * `SCENES=a,b` looks at some pages only. Needs Chromium.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stockSkins } from '../skins/load.js';
import { scenes } from '../skins/scenes.js';
import { executablePath, launch } from '../tools/chromium.js';
import { openWindow, type View, type Window } from './site.js';

const folder = process.env.SCREENSHOTS;
const only = process.env.SCENES?.split(',');

const views: Readonly<Record<string, View>> = {
  'desktop-light': { width: 1280, colorScheme: 'light' },
  'phone-dark': { width: 360, height: 740, colorScheme: 'dark' },
  ...(folder === undefined
    ? {}
    : {
        'desktop-dark': { width: 1280, colorScheme: 'dark' },
        'phone-light': { width: 360, height: 740, colorScheme: 'light' },
      }),
};
const skins = [...stockSkins.keys()].filter(name => !/^(wml|imode)/i.test(name));
const names = Object.keys(scenes).filter(name => only === undefined || only.includes(name));

/** Rules and elements that fail, in short. */
interface Violation {
  readonly id: string;
  readonly nodes: readonly string[];
}

/** What axe finds on the page. */
async function violations({ page }: Window): Promise<Violation[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const library = (globalThis as unknown as { axe: typeof axe }).axe;
    const result = await library.run(document, { resultTypes: ['violations'] });
    return result.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(node => node.html) }));
  });
}

describe.skipIf(executablePath === undefined)('stock skins in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
  });
  afterAll(() => browser?.close());

  describe.each(skins)('skin "%s"', skin => {
    describe.each(Object.keys(views))('%s', viewName => {
      let window: Window;

      beforeAll(async () => {
        window = await openWindow(browser, views[viewName] ?? { width: 1280 });
      });
      afterAll(() => window?.context.close());

      it.each(names)('%s', async name => {
        const scene = scenes[name];
        if (!scene) throw new Error(name);
        await window.show({ scene, skin });
        const { page, complaints } = window;
        const file = join(folder ?? '', `${skin || 'stock'}-${name}-${viewName}.png`);
        if (folder !== undefined) await page.screenshot({ path: file, fullPage: true });
        const wide = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return scrollWidth - clientWidth;
        });
        expect(complaints).toEqual([]);
        expect(wide).toBeLessThanOrEqual(0);
        expect(await violations(window)).toEqual([]);
      });
    });
  });
});
