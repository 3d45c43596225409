/**
 * Everything that the playground can do, and the frame of its tests: each feature is tried at a desk and on a phone.
 * `features.test.ts` sees to it that none is left out. Needs Chromium and the built package.
 */
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { executablePath, launch } from '../../tools/chromium.js';
import { removeFolder } from '../../tools/folders.js';
import { PATIENCE } from '../../tools/patience.js';
import { serve, site } from '../site.js';
import { Person, WIDTHS, type Width } from './person.js';

export const FEATURES = {
  // the editor
  highlighting: 'colours of CG/PL, WSSP, Data and JSON',
  completion: 'completion of built-ins with signature and documentation',
  completionOfOwn: 'completion of own sections and variables, and only where a name begins',
  signature: 'the signature of the call that is being written',
  hover: 'explanations under the pointer',
  explanation: 'explanations by the keyboard',
  diagnostics: 'problems while one writes, at every keystroke',
  format: 'layout',
  definition: 'the definition, in another file as well',
  references: 'all references',
  rename: 'renaming over all files',
  outline: 'the outline',
  folding: 'folding',
  search: 'search and replacement',
  colours: 'light and dark, by the system and by choice',
  keyboard: 'everything without a mouse',
  labels: 'names for screen readers, and results told to them',
  fit: 'nothing wider than the screen',
  // runs
  files: 'several files: new, renamed, deleted and back, the one that runs',
  method: 'method and address of the request',
  parameters: 'parameters of the request',
  fields: 'header fields of the request',
  form: 'a form as body',
  textBody: 'a text as body',
  upload: 'an uploaded file',
  session: 'a session or none, its language, time zone and data',
  dataset: 'the dataset of a page',
  stockSkin: 'parts and texts of the stock skin, also in the debugger',
  preview: 'the page, its links and forms',
  sandboxedPreview: 'the page reaches nothing of the playground',
  body: 'the text of the answer, and saving it',
  headers: 'the header fields of the answer',
  log: 'the log',
  values: 'values as a tree',
  usage: 'what the run cost',
  heat: 'the heat column of a profile',
  flame: 'the flame graph of a profile',
  failure: 'a failed run leads to its line',
  stop: 'Stop ends what never ends',
  account: 'an account in the browser that stays',
  kept: 'the workspace stays in the browser',
  // debugger
  breakpoints: 'breakpoints by key and by click',
  conditions: 'conditional breakpoints',
  steps: 'steps in, over, out',
  watches: 'watches',
  stack: 'the call stack, and variables of each call',
  pageDebugging: 'the same in pages',
  exceptions: 'exceptions stop at their line',
  backwards: 'backwards, and anywhere',
  recording: 'a recorded run opens and is walked through',
  badRecording: 'a damaged recording, or one of another version',
  // ways in and out
  gallery: 'the gallery of examples',
  tour: 'the tour of both languages',
  share: 'a link that holds the workspace',
  neverRuns: 'shared content does not run before Run',
  badLink: 'a damaged link, or one of another version',
  archive: 'export and import of archives',
  badArchive: 'a damaged archive',
  undo: 'what was replaced can be had back',
  deploy: 'deploying to a skin: check, differences, return',
  noServer: 'deploying without a server',
  policy: 'the policy of the page',
} as const;

export type Feature = keyof typeof FEATURES;

/** Can the tests of the page run here? */
export const isPossible = executablePath !== undefined && existsSync(site);

/** What a test gets. */
export interface Scene {
  readonly person: Person;
  readonly page: Person['page'];
  readonly browser: Browser;
  /** For files. */
  readonly folder: string;
}

export type Try = (feature: Feature, act: (scene: Scene) => Promise<void>) => void;

/** A group of features, tried at both widths in one page each. */
export function inBrowser(title: string, features: (feature: Try) => void): void {
  describe.skipIf(!isPossible)(title, () => {
    let browser: Browser;
    let server: Server;
    let url = '';
    let folder = '';

    beforeAll(async () => {
      ({ server, url } = await serve());
      browser = await launch();
      folder = mkdtempSync(join(tmpdir(), 'postern-page-'));
      if (process.env.SCREENSHOTS !== undefined) mkdirSync(process.env.SCREENSHOTS, { recursive: true });
    });
    afterAll(async () => {
      await browser?.close();
      server?.close();
      removeFolder(folder);
    });

    describe.each(Object.keys(WIDTHS) as Width[])('on a %s', width => {
      let person: Person;
      beforeAll(async () => {
        person = await Person.open(browser, { url, width });
      });
      afterAll(() => person?.context.close());
      beforeEach(() => person.tidy());
      afterEach(() => {
        const found = person.complaints.splice(0);
        expect(found).toEqual([]);
      });
      features((feature, act) => {
        const scene = () => ({ person, page: person.page, browser, folder });
        it(`${feature}: ${FEATURES[feature]}`, () => act(scene()), 5 * PATIENCE);
      });
    });
  });
}
