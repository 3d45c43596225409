/** Small helpers for elements. Text is always set as text. */

type Attributes = Readonly<Record<string, string | boolean | ((event: Event) => void)>>;

/** An element with attributes, listeners (`onclick`) and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** An element of the page by its id; the page is made with it. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found as T;
}

export function button(
  text: string,
  act: (event: Event) => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  return make('button', { type: 'button', onclick: act, ...attributes }, text);
}

/** Tells screen readers what everybody else sees. */
export function announce(text: string): void {
  byId('status').textContent = text;
}

/** Offers bytes as a file. */
export function download(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  type = 'application/octet-stream',
): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = make('a', { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Asks for a file of the user's disk. */
export function upload(accept: string): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> } | null> {
  return new Promise(resolve => {
    const input = make('input', { type: 'file', accept });
    input.addEventListener('cancel', () => resolve(null));
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file === undefined) resolve(null);
      else
        void file.arrayBuffer().then(buffer => resolve({ name: file.name, bytes: new Uint8Array(buffer) }));
    });
    input.click();
  });
}
