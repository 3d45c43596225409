/** Inside the preview frame: puts the page in, and tells the playground of links and forms. */

const tell = (message: object): void => window.parent.postMessage(message, '*');

function show(html: string): void {
  const page = new DOMParser().parseFromString(html, 'text/html');
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
    show(String(data.html));
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
