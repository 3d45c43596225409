/** A site of the stock skins for a browser: pages of the scenes and files of the skins, answered without a network. */
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { typeOf } from '../../host/web/respond/contenttypes.js';
import { searchOrder } from '../skins/load.js';
import { renderScene, type Scene } from '../skins/render.js';
import { PATIENCE } from '../tools/patience.js';

/** Does what leads to another page, and waits until that is loaded: before, everything read is of the page before. */
export async function turn(page: Page, act: () => Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForEvent('load'), act()]);
}

/** How a page is looked at. */
export interface View {
  readonly width: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly javaScript?: boolean;
}

/** What is shown. */
export interface Shown {
  readonly scene: Scene;
  readonly skin: string;
  readonly language?: string | null;
}

function answer(route: Route, { scene, skin, language }: Shown): Promise<void> {
  const path = decodeURIComponent(new URL(route.request().url()).pathname);
  const file = /^\/SkinFiles\/[^/]*\/[^/]*\/(.+)$/.exec(path)?.[1];
  if (file === undefined) {
    const body = renderScene(scene, skin, language ?? null);
    return route.fulfill({ contentType: 'text/html; charset=utf-8', body });
  }
  const bytes = searchOrder(skin)
    .find(level => level.has(file))
    ?.get(file);
  return bytes
    ? route.fulfill({ contentType: typeOf(file), body: bytes })
    : route.fulfill({ status: 404, body: '' });
}

/** A browser window on the site. */
export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of since the last `show`. */
  readonly complaints: readonly string[];
  /** Goes to a scene. */
  show(shown: Shown): Promise<void>;
}

/** Opens a window. */
export async function openWindow(browser: Browser, view: View): Promise<Window> {
  const context = await browser.newContext({
    viewport: { width: view.width, height: view.height ?? 800 },
    colorScheme: view.colorScheme ?? 'light',
    javaScriptEnabled: view.javaScript ?? true,
    reducedMotion: 'reduce',
    ...(view.width < 600 ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}),
  });
  let current: Shown | null = null;
  await context.route('**/*', route => (current === null ? route.abort() : answer(route, current)));
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', message => complaints.push(message.text()));
  page.on('pageerror', error => complaints.push(error.message));
  page.on('response', response => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  return {
    page,
    context,
    complaints,
    show: async shown => {
      current = shown;
      complaints.length = 0;
      const place = shown.scene.session === null ? '' : 'Session/000001-abcdefghij0123456789/';
      await page.goto(`http://example.test/${place}${shown.scene.page}`);
    },
  };
}
