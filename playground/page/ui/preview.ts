/** The answer as a page: in a frame without origin, network or storage of its own. */

/** A link or form of the previewed page that was used. */
export interface Navigation {
  readonly url: string;
  readonly method: string;
  readonly values: readonly (readonly [name: string, value: string])[];
}

export class Preview {
  #html: string | null = null;
  #isReady = false;

  constructor(
    private readonly frame: HTMLIFrameElement,
    onNavigate: (navigation: Navigation) => void,
  ) {
    window.addEventListener('message', ({ source, data }) => {
      if (source !== frame.contentWindow || typeof data !== 'object' || data === null) return;
      if (data.kind === 'ready') {
        this.#isReady = true;
        this.#send();
      } else if (data.kind === 'shown') {
        const { dataset } = document.documentElement;
        dataset.shown = String(Number(dataset.shown ?? 0) + 1);
      } else if (data.kind === 'navigate' && typeof data.url === 'string') onNavigate(data as Navigation);
    });
  }

  /** Shows a page. A new document each time: scripts of the page before are gone. */
  show(html: string): void {
    this.#html = html;
    this.#isReady = false;
    this.frame.src = `preview.html?${Date.now()}`;
  }

  #send(): void {
    if (this.#isReady && this.#html !== null)
      this.frame.contentWindow?.postMessage({ kind: 'show', html: this.#html }, '*');
  }
}
