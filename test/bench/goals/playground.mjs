// The playground in Chromium, served by the whole server: what it loads, how soon it is ready, how soon it answers.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startServer } from '../lib/http.mjs';
import { median } from '../lib/measure.mjs';
import { countingProxy } from '../lib/wire.mjs';

const executablePath = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  path => path !== '' && existsSync(path),
);
const READY = 'html[data-ready][data-opened]';

const SECTION = n =>
  `function f${n}(x) is\n  y = x + ${n};\n  if y > 10 then\n    y = y - 1;\n  end if;\n  return y;\nend function;\n`;
/** 2,000 lines. */
const LONG = `${Array.from({ length: 285 }, (_, n) => SECTION(n)).join('')}entry Main is\n  z = f0(1);\n  \n  Void(z);\nend entry;\n`;

/** In the page: when it was ready, since its navigation began. */
function watchReady() {
  new MutationObserver((_, observer) => {
    const { ready, opened } = document.documentElement.dataset;
    if (ready === undefined || opened === undefined) return;
    observer.disconnect();
    globalThis.readyAt = performance.now();
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-ready', 'data-opened'] });
}

/** Bytes of the first visit and its first run as they cross the wire, header fields and all. */
async function firstLoad(port) {
  const proxy = await countingProxy(port);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  let requests = 0;
  page.on('requestfinished', () => requests++);
  await page.goto(`http://localhost:${proxy.port}/playground/`);
  await page.waitForSelector(READY);
  await page.click('#run');
  await page.waitForSelector('html[data-shown="1"]');
  await browser.close();
  proxy.close();
  return { kilobytes: proxy.bytes / 1000, requests };
}

/** A browser on a profile of its own, whose disk cache stays from one start to the next. */
function openProfile(folder) {
  return chromium.launchPersistentContext(folder, {
    executablePath,
    args: ['--no-sandbox'],
    viewport: { width: 1280, height: 800 },
  });
}

/** Milliseconds to ready, each in a browser that was started anew. */
async function ready(url, folder) {
  const times = [];
  for (let round = 0; round < 7; round++) {
    const context = await openProfile(folder);
    const page = context.pages()[0] ?? (await context.newPage());
    await page.addInitScript(watchReady);
    await page.goto(url);
    await page.waitForSelector(READY);
    times.push(await page.evaluate(() => globalThis.readyAt));
    // code caches are written a while later
    await page.waitForTimeout(round < 2 ? 2500 : 300);
    await context.close();
  }
  return median(times.slice(2));
}

/** In the page: milliseconds from an event to the first change that `selector` shows. */
function watch([type, selector, attribute]) {
  globalThis.times = [];
  let begin = null;
  document.addEventListener(type, event => (begin ??= event.timeStamp), true);
  const observer = new MutationObserver(() => {
    if (begin === null) return;
    globalThis.times.push(performance.now() - begin);
    begin = null;
  });
  const options =
    attribute === null
      ? { childList: true, characterData: true, subtree: true }
      : { attributeFilter: [attribute] };
  observer.observe(document.querySelector(selector), options);
}

const timesOf = page => page.evaluate(() => globalThis.times);

async function open(context, url, text) {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForSelector(READY);
  if (text !== null) {
    await page.click('.cm-content');
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
    await page.waitForTimeout(1500);
  }
  return page;
}

async function hello(context, url) {
  const page = await open(context, url, null);
  await page.click('.cm-content');
  await page.evaluate(watch, ['keydown', 'html', 'data-shown']);
  for (let n = 1; n <= 20; n++) {
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector(`html[data-shown="${n}"]`);
  }
  return median((await timesOf(page)).slice(5));
}

async function diagnostics(context, url) {
  const page = await open(context, url, LONG);
  await page.evaluate(watch, ['keydown', '#problems', null]);
  // each stroke adds a warning or an error, or takes it away
  for (let n = 0; n < 15; n++) {
    for (const key of ['q', 'Backspace']) {
      await page.evaluate(() =>
        document.querySelector('#editor').shadowRoot.querySelector('.cm-content').focus(),
      );
      await page.keyboard.press(key);
      await page.waitForTimeout(250);
    }
  }
  const times = await timesOf(page);
  if (times.length < 20) throw new Error(`the diagnostics changed ${times.length} times only`);
  return median(times.slice(6));
}

async function stop(context, url) {
  const page = await open(context, url, 'entry Main is loop Void(1); end loop; end entry;');
  await page.evaluate(watch, ['click', '#outcome', null]);
  const times = [];
  for (let n = 0; n < 7; n++) {
    await page.click('#run');
    await page.waitForTimeout(300);
    await page.evaluate(() => globalThis.times.splice(0));
    await page.click('#stop');
    await page.waitForFunction(() => document.querySelector('#outcome').textContent === 'stopped');
    times.push((await timesOf(page))[0]);
    await page.waitForTimeout(800);
  }
  return Math.max(...times);
}

export default {
  id: 'playground',
  title: 'the playground in a browser',
  figures: {
    'KB of the first load, header fields and all': { atMost: 600 },
    'ms to ready, warm disk cache': { atMost: 1500 },
    'ms from key to result of hello': { atMost: 50 },
    'ms from keystroke to diagnostics, 2,000 lines': { atMost: 50 },
    'ms from Stop to stopped': { atMost: 100 },
  },
  async measure() {
    if (executablePath === undefined) throw new Error('there is no Chromium');
    const server = await startServer('postern', { settings: [['PlaygroundAccess', 'everybody']] });
    const url = `http://localhost:${server.port}/playground/`;
    const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'));
    const first = await firstLoad(server.port);
    const readyMs = await ready(url, folder);
    const context = await openProfile(folder);
    const found = {
      'KB of the first load, header fields and all': first.kilobytes,
      'ms to ready, warm disk cache': readyMs,
      'ms from key to result of hello': await hello(context, url),
      'ms from keystroke to diagnostics, 2,000 lines': await diagnostics(context, url),
      'ms from Stop to stopped': await stop(context, url),
      about: `${first.requests} requests until the first run is shown; the result of hello is in the preview, the diagnostics are under the source`,
    };
    await context.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
    return found;
  },
};
