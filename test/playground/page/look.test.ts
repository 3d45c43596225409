/**
 * Every part, panel and dialog of the playground, light and dark, at a desk and on a phone: no serious finding about
 * accessibility, nothing wider than the screen, nothing to complain of. `SCREENSHOTS=folder` keeps pictures, also of the other colours.
 */
import type { Server } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from '../../tools/chromium.js';
import { serve } from '../site.js';
import { isPossible } from './features.js';
import { Person, type Width } from './person.js';

/** What is looked at; each leaves the page with the view open. */
const VIEWS: Readonly<Record<string, (person: Person) => Promise<unknown>>> = {
  start: async person => person.show('source'),
  empty: async person => person.show('result'),
  examples: async ({ page }) => {
    await page.click('#gallery');
    await page.waitForSelector('[data-example]');
  },
  menu: async ({ page }) => {
    await page.click('#more');
    await page.getByRole('dialog').waitFor();
  },
  share: async ({ page }) => {
    await page.click('#share');
    await page.waitForSelector('#share-link');
  },
  tour: async ({ page }) => {
    await page.click('#tour');
    await page.waitForSelector('#note:not([hidden])');
  },
  files: async person => {
    await person.page.click('text=End the tour');
    await person.closeMessage();
    await person.example('mail');
    await person.show('files');
  },
  request: async person => {
    await person.show('request');
    for (const summary of await person.page.locator('#input summary').all()) await summary.click();
    await person.page.selectOption('#body-kind', 'form');
    await person.page.getByRole('button', { name: 'Add form field' }).click();
  },
  upload: ({ page }) => page.selectOption('#body-kind', 'upload'),
  preview: async person => {
    await person.page.selectOption('#body-kind', 'none');
    await person.page.selectOption('#method', 'GET');
    for (const summary of await person.page.locator('#input summary').all()) await summary.click();
    await person.run();
    await person.page.waitForSelector('html[data-shown]');
  },
  body: person => person.tab('body'),
  headers: person => person.tab('headers'),
  log: person => person.tab('log'),
  values: person => person.tab('values'),
  usage: person => person.tab('usage'),
  dataset: async person => {
    await person.example('hello-page');
    await person.show('request');
  },
  page: async person => {
    await person.example('loops');
    await person.run();
    await person.show('source');
  },
  problems: async person => {
    await person.example('hello');
    await person.write('entry Main is\n  x = Lenght("a");\n  unused(;\nend entry;');
    await person.page.waitForSelector('#problems .error');
  },
  completion: async person => {
    await person.write('entry Main is\n  SetHTTPResponseD');
    await person.page.keyboard.press('Control+Space');
    await person.page.waitForSelector('.cm-tooltip-autocomplete [aria-selected]');
    await person.page.waitForSelector('.cm-completionInfo');
  },
  signature: async person => {
    await person.escape();
    await person.write('entry Main is\n  ');
    await person.page.keyboard.type('SetHTTPResponseType("text", ');
    await person.page.waitForSelector('.signature');
  },
  explanation: async person => {
    await person.escape();
    await person.write('entry Main is\n  SetHTTPResponseData(1);\nend entry;');
    await person.page.locator('.tok-builtin').first().click();
    await person.page.keyboard.press('F1');
    await person.page.getByRole('dialog').waitFor();
  },
  search: async person => {
    await person.escape();
    await person.example('shared-code');
    await person.into('entry Main');
    await person.page.keyboard.press('Control+f');
    await person.page.waitForSelector('.cm-search');
  },
  references: async person => {
    await person.escape();
    await person.page.click('.tok-function >> text=Title');
    await person.page.keyboard.press('Shift+F12');
    await person.page.getByRole('dialog').waitFor();
  },
  rename: async person => {
    await person.escape();
    await person.page.keyboard.press('F2');
    await person.page.waitForSelector('#dialog-input');
  },
  actions: async person => {
    await person.escape();
    await person.show('files');
    await person.page.getByLabel('Actions of main.wcgp').click();
    await person.page.getByRole('dialog').waitFor();
  },
  'new file': async person => {
    const { page } = person;
    await person.escape();
    await page.getByRole('button', { name: 'New file' }).click();
    await page.fill('#dialog-input', '/');
    await page.keyboard.press('Enter');
    await page.getByText('This cannot be the name of a file.').waitFor();
  },
  message: async person => {
    await person.escape();
    await person.write('entry Main is end entry;');
    await person.command('New workspace');
    await person.page.waitForSelector('#toast button');
  },
  debugger: async person => {
    await person.closeMessage();
    await person.example('recursion');
    await person.into('steps.AddElement(from');
    await person.page.keyboard.press('F9');
    await person.run(person.press('debug'));
    await person.page.waitForSelector('#debugger .frames button');
    await person.page.click('#debugger >> text=Watch…');
    await person.answer('Length(steps)');
    await person.page.waitForSelector('#debugger [aria-label=Watches] .value-number');
  },
  failed: async person => {
    await person.example('failing');
    await person.run();
  },
  exception: async person => {
    await person.run(person.press('debug'));
    await person.page.waitForSelector('#debugger .toolbar .bad');
  },
  profile: async person => {
    await person.page.click('[aria-label="Close the debugger"]');
    await person.example('primes');
    await person.run(person.press('profile'));
    await person.page.waitForSelector('.flame button');
  },
  heat: async person => {
    await person.show('source');
    await person.page.locator('.heat').first().waitFor();
  },
  'bad link': async person => {
    await person.visit('#1.00000000.abc');
    await person.page.getByRole('dialog').waitFor();
  },
};

const KINDS: readonly (readonly [Width, 'light' | 'dark'])[] = [
  ['desktop', 'light'],
  ['phone', 'dark'],
  ...(process.env.SCREENSHOTS === undefined
    ? []
    : ([
        ['desktop', 'dark'],
        ['phone', 'light'],
      ] as const)),
];

describe.skipIf(!isPossible)('the look of the playground', () => {
  let browser: Browser;
  let server: Server;
  let url = '';

  beforeAll(async () => {
    ({ server, url } = await serve());
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  describe.each(KINDS)('on a %s, %s', (width, scheme) => {
    let person: Person;
    beforeAll(async () => {
      person = await Person.open(browser, { url, width, scheme });
    });
    afterAll(() => person?.context.close());

    it.each(Object.entries(VIEWS))('is good: %s', async (name, open) => {
      await open(person);
      await expect.poll(() => person.overflow()).toBe(0);
      await person.shot(`${name}-${width}-${scheme}`);
      expect([await person.findings(), person.complaints]).toEqual([[], []]);
      if (['examples', 'menu', 'share'].includes(name)) await person.escape();
    });
  });
});
