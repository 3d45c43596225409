/**
 * The answer as a page: in a frame without origin, network or storage of its own. Each page gets a new document, which
 * has been loaded before it is needed: the frame that is not shown waits with the next one.
 */

import type { Assets } from '../workers/assets.js';

/** A link or form of the previewed page that was used. */
export interface Navigation {
  readonly url: string;
  readonly method: string;
  readonly values: readonly (readonly [name: string, value: string])[];
}

/** Milliseconds after which the waiting frame is loaded even when the page is busy. */
const PATIENCE = 3_000;

interface Frame {
  readonly element: HTMLIFrameElement;
  /** Its document is loaded and empty. */
  isReady: boolean;
  isLoading: boolean;
}

export class Preview {
  #shown: Frame;
  #spare: Frame;
  /** What the spare frame shows as soon as it can. */
  #page: { readonly html: string; readonly assets: Assets } | null = null;
  #count = 0;

  constructor(
    frame: HTMLIFrameElement,
    private readonly onNavigate: (navigation: Navigation) => void,
  ) {
    const other = frame.cloneNode() as HTMLIFrameElement;
    other.id = '';
    frame.after(other);
    this.#shown = { element: frame, isReady: false, isLoading: false };
    this.#spare = { element: other, isReady: false, isLoading: false };
    window.addEventListener('message', ({ source, data }) => {
      if (typeof data !== 'object' || data === null) return;
      if (source === this.#spare.element.contentWindow && data.kind === 'ready') this.#ready();
      else if (source === this.#shown.element.contentWindow) this.#heard(data);
    });
    requestIdleCallback(() => this.#load(), { timeout: PATIENCE });
  }

  /** Shows a page, with what it names of the skin. */
  show(html: string, assets: Assets): void {
    this.#page = { html, assets };
    if (this.#spare.isReady) this.#ready();
    else this.#load();
  }

  /** Shows nothing. */
  clear(): void {
    this.#page = null;
    this.#shown.element.hidden = true;
  }

  /** A fresh document for the spare frame. */
  #load(): void {
    const spare = this.#spare;
    if (spare.isReady || spare.isLoading) return;
    spare.isLoading = true;
    spare.element.src = `preview.html?${this.#count++}`;
  }

  #ready(): void {
    this.#spare.isReady = true;
    this.#spare.isLoading = false;
    if (this.#page === null) return;
    const [fresh, old] = [this.#spare, this.#shown];
    old.element.id = '';
    fresh.element.id = 'preview';
    old.element.hidden = true;
    fresh.element.hidden = false;
    fresh.element.contentWindow?.postMessage({ kind: 'show', ...this.#page }, '*');
    this.#page = null;
    fresh.isReady = false;
    [this.#shown, this.#spare] = [fresh, old];
  }

  #heard(data: { kind?: unknown; url?: unknown }): void {
    if (data.kind === 'shown') {
      const { dataset } = document.documentElement;
      dataset.shown = String(Number(dataset.shown ?? 0) + 1);
      // its scripts end here
      this.#load();
    } else if (data.kind === 'navigate' && typeof data.url === 'string') this.onNavigate(data as Navigation);
  }
}
