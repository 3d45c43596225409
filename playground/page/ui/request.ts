/** The request editor, and the dataset of pages. */
import type { RequestSpec } from '../../sandbox/request.js';
import { mainFile, type Store } from '../workspace.js';
import { byId, make, upload } from './dom.js';
import { PairEditor } from './pairs.js';

function control<T extends HTMLElement>(id: string, event: string, act: (element: T) => void): T {
  const element = byId<T>(id);
  element.addEventListener(event, () => act(element));
  return element;
}

/** What is wrong with a text of the Data format, null when nothing is. */
type Check = (text: string) => Promise<string | null>;

/** Says below a field what is wrong with its text. */
async function checkField(field: HTMLTextAreaElement, check: Check): Promise<void> {
  const { value } = field;
  const problem = value.trim() === '' ? null : await check(value);
  if (field.value === value) byId(`${field.id}-problem`).textContent = problem ?? '';
}

/** Gives the function that shows the request anew. */
export function requestPanel(store: Store, check: Check): () => void {
  const patch = (change: Partial<RequestSpec>): void =>
    store.patch({ request: { ...store.current.request, ...change } });
  const method = control<HTMLSelectElement>('method', 'change', e => patch({ method: e.value }));
  const path = control<HTMLInputElement>('path', 'input', e =>
    patch({ path: e.value.startsWith('/') ? e.value : `/${e.value}` }),
  );
  const session = control<HTMLInputElement>('session', 'change', e => patch({ session: e.checked }));
  const secure = control<HTMLInputElement>('secure', 'change', e => patch({ secure: e.checked }));
  const language = control<HTMLInputElement>('language', 'input', e =>
    patch({ language: e.value === '' ? null : e.value }),
  );
  const zone = control<HTMLInputElement>('zone', 'input', e =>
    patch({ timeZone: e.value === '' ? null : e.value }),
  );
  const entry = control<HTMLInputElement>('entry', 'input', e => store.patch({ entry: e.value }));
  const dataset = control<HTMLTextAreaElement>('dataset', 'input', e => {
    store.patch({ dataset: e.value });
    void checkField(e, check);
  });
  const sessionData = control<HTMLTextAreaElement>('session-data', 'input', e => {
    store.patch({ session: e.value });
    void checkField(e, check);
  });
  const query = new PairEditor(byId('query'), 'parameter', pairs => patch({ query: pairs }));
  const fields = new PairEditor(byId('fields'), 'header field', pairs => patch({ fields: pairs }));
  const form = new PairEditor(byId('form-values'), 'form field', pairs =>
    patch({ body: { kind: 'form', values: pairs } }),
  );
  const kind = control<HTMLSelectElement>('body-kind', 'change', e => {
    const isGet = store.current.request.method === 'GET';
    patch({ body: emptyBody(e.value), ...(isGet && e.value !== 'none' ? { method: 'POST' } : {}) });
    show();
  });
  const type = control<HTMLInputElement>('body-type', 'input', () => patch({ body: textBody() }));
  const text = control<HTMLTextAreaElement>('body-text', 'input', () => patch({ body: textBody() }));
  const textBody = (): RequestSpec['body'] => ({ kind: 'text', type: type.value, text: text.value });
  control<HTMLButtonElement>('body-file', 'click', () => {
    void upload('').then(file => {
      if (file !== null)
        patch({ body: { kind: 'upload', name: 'file', file: file.name, bytes: file.bytes } });
      show();
    });
  });
  const show = (): void => {
    const { request, dataset: data, session: kept, entry: start } = store.current;
    const { body } = request;
    method.value = request.method;
    path.value = request.path;
    session.checked = request.session;
    secure.checked = request.secure;
    language.value = request.language ?? '';
    zone.value = request.timeZone ?? '';
    entry.value = start;
    dataset.value = data;
    sessionData.value = kept;
    for (const field of [dataset, sessionData]) void checkField(field, check);
    query.set(request.query);
    fields.set(request.fields);
    kind.value = body.kind;
    for (const name of ['text', 'form', 'upload']) byId(`body-${name}-part`).hidden = body.kind !== name;
    if (body.kind === 'text') [type.value, text.value] = [body.type, body.text];
    if (body.kind === 'form') form.set(body.values);
    byId('body-file-name').textContent =
      body.kind === 'upload' && body.file !== '' ? `${body.file}, ${body.bytes.length} bytes` : 'no file';
    parts();
  };
  /** Pages have a dataset, programs a request body and an entry. */
  const parts = (): void => {
    const isPage = /\.wssp$/i.test(mainFile(store.current) ?? '');
    byId('dataset-part').hidden = !isPage;
    byId('entry-part').hidden = isPage;
  };
  const names = byId('zones');
  names.append(...Intl.supportedValuesOf('timeZone').map(value => make('option', { value })));
  store.onChange(change => {
    if (change === 'all') show();
    else if (change !== 'text') parts();
  });
  show();
  return show;
}

function emptyBody(kind: string): RequestSpec['body'] {
  if (kind === 'text') return { kind: 'text', type: 'text/plain', text: '' };
  if (kind === 'form') return { kind: 'form', values: [] };
  if (kind === 'upload') return { kind: 'upload', name: 'file', file: '', bytes: new Uint8Array(0) };
  return { kind: 'none' };
}
