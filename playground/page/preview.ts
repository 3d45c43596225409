/** Inside the preview frame: puts the page in, and tells the playground of links and forms. */

const tell = (message: object): void => window.parent.postMessage(message, '*');

/** Puts what the skin has into the page; other addresses stay as they are. */
function embed(page: Document, assets: Readonly<Record<string, string>>): void {
  // the page's own policy means its server, which is not here; the policy of this frame holds
  for (const meta of page.querySelectorAll('meta[http-equiv="Content-Security-Policy" i]')) meta.remove();
  for (const element of page.querySelectorAll('link[href], [src]')) {
    const attribute = element.hasAttribute('src') ? 'src' : 'href';
    const name = /[^/?#]*(?=[?#]|$)/.exec(element.getAttribute(attribute) ?? '')?.[0].toLowerCase() ?? '';
    const asset = Object.hasOwn(assets, name) ? assets[name] : undefined;
    if (asset === undefined) continue;
    if (asset.startsWith('data:')) element.setAttribute(attribute, asset);
    else if (element.matches('link[rel~=stylesheet i]')) {
      const style = page.createElement('style');
      style.textContent = asset;
      style.media = element.getAttribute('media') ?? '';
      element.replaceWith(style);
    } else if (element.matches('script')) {
      element.removeAttribute('src');
      element.textContent = asset;
    }
  }
}

function show(html: string, assets: Readonly<Record<string, string>>): void {
  const page = new DOMParser().parseFromString(html, 'text/html');
  embed(page, assets);
  document.documentElement.replaceWith(document.adoptNode(page.documentElement));
  // parsed scripts do not run: they are made anew
  for (const old of document.querySelectorAll('script')) {
    const script = document.createElement('script');
    for (const { name, value } of old.attributes) script.setAttribute(name, value);
    script.textContent = old.textContent;
    old.replaceWith(script);
  }
}

window.addEventListener('message', ({ source, data }) => {
  if (source === window.parent && data?.kind === 'show') {
    show(String(data.html), data.assets);
    tell({ kind: 'shown' });
  }
});

document.addEventListener('click', event => {
  const link = (event.target as Element | null)?.closest?.('a[href]');
  const url = link?.getAttribute('href') ?? null;
  if (url === null || url.startsWith('#')) return;
  event.preventDefault();
  tell({ kind: 'navigate', url, method: 'GET', values: [] });
});

document.addEventListener('submit', event => {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const values = [...new FormData(form, event.submitter)].map(([name, value]) => [
    name,
    typeof value === 'string' ? value : value.name,
  ]);
  tell({
    kind: 'navigate',
    url: form.getAttribute('action') ?? '',
    method: (form.getAttribute('method') ?? 'GET').toUpperCase(),
    values,
  });
});

tell({ kind: 'ready' });
