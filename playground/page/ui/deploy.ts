/** Deploys the workspace to a skin of the server that the page comes from: check, differences, the way back. */
import { unifiedDiff } from '../../diff/lines.js';
import type { FileTable } from '../workers/protocol.js';
import { confirm, dialog } from './dialogs.js';
import { button, make } from './dom.js';
import { toast } from './toast.js';

/** Beside `/playground/`. */
const PLACE = '../Admin/Deploy/';

interface Places {
  readonly token: string;
  readonly places: readonly { readonly domain: string | null; readonly skins: readonly string[] }[];
}

interface Checked {
  readonly name: string;
  readonly errors: readonly { readonly line: number; readonly column: number; readonly message: string }[];
  readonly before: string | null;
  readonly isThere: boolean;
  readonly isSame: boolean;
}

interface Target {
  readonly token: string;
  readonly domain: string | null;
  readonly skin: string;
}

async function answerOf<T>(response: Response): Promise<T> {
  const isJSON = (response.headers.get('content-type') ?? '').startsWith('application/json');
  if (response.status === 401 || response.status === 403)
    throw new Error('You may not change skins of this server.');
  if (!isJSON)
    throw new Error('This page does not come from a Postern server: there is nothing to deploy to.');
  const value = (await response.json()) as T & { readonly error?: string };
  if (!response.ok && value.error !== undefined) throw new Error(value.error);
  return value;
}

async function post<T>(
  target: Target,
  action: string,
  files: FileTable,
  more: Record<string, string> = {},
): Promise<T> {
  const form = new FormData();
  const { token, domain, skin } = target;
  for (const [name, value] of Object.entries({ token, domain: domain ?? '*', skin, action, ...more }))
    form.set(name, value);
  for (const [name, content] of Object.entries(files))
    form.append('file', new Blob([typeof content === 'string' ? content : Uint8Array.from(content)]), name);
  return answerOf<T>(await fetch(PLACE, { method: 'POST', body: form, redirect: 'error' }));
}

/** Asks which skin. */
async function choose({ token, places }: Places): Promise<Target | null> {
  const set = make('select', { id: 'deploy-set', 'aria-label': 'Set of skins' });
  for (const { domain } of places)
    set.append(make('option', { value: domain ?? '*' }, domain ?? 'Server-wide'));
  const names = make('datalist', { id: 'deploy-names' });
  const skin = make('input', {
    type: 'text',
    id: 'deploy-skin',
    list: 'deploy-names',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const fill = (): void =>
    names.replaceChildren(
      ...(places[set.selectedIndex]?.skins ?? [])
        .filter(name => name !== '')
        .map(name => make('option', { value: name })),
    );
  set.addEventListener('change', fill);
  fill();
  const chosen = await dialog('Deploy', close => [
    make('label', { for: 'deploy-set' }, 'Set of skins'),
    set,
    make('label', { for: 'deploy-skin' }, 'Skin, empty for the unnamed one'),
    skin,
    names,
    make(
      'div',
      { class: 'row' },
      button('Check', () => close('check'), { class: 'primary' }),
    ),
  ]);
  return chosen === ''
    ? null
    : { token, domain: places[set.selectedIndex]?.domain ?? null, skin: skin.value.trim() };
}

function shownFile(
  { name, errors, before, isThere }: Checked,
  content: string | Uint8Array | undefined,
): HTMLElement {
  const title = make('h3', {}, isThere ? name : `${name} (new)`);
  const problems = errors.map(({ line, column, message }) =>
    make('p', { class: 'problem' }, `Line ${line}, column ${column}: ${message}`),
  );
  const isText = typeof content === 'string' && (before !== null || !isThere);
  const diff = isText ? unifiedDiff(before ?? '', content) : 'The bytes differ.\n';
  const lines = diff
    .split(/(?<=\n)/)
    .map(line => make(line.startsWith('+') ? 'ins' : line.startsWith('-') ? 'del' : 'span', {}, line));
  return make(
    'section',
    {},
    title,
    ...problems,
    make('pre', { tabindex: '0', 'aria-label': `Differences of ${name}` }, ...lines),
  );
}

/** Deploys files. Rejects with a text for the user. */
export async function deploy(files: FileTable): Promise<void> {
  const target = await choose(await answerOf<Places>(await fetch(PLACE, { redirect: 'error' })));
  if (target === null) return;
  const { files: checked } = await post<{ files: readonly Checked[] }>(target, 'check', files);
  const changed = checked.filter(({ isSame }) => !isSame);
  if (changed.length === 0) return toast('The skin has these files already.');
  const bad = checked.filter(({ errors }) => errors.length > 0).length;
  const contents = new Map(Object.entries(files).map(([name, content]) => [name.toLowerCase(), content]));
  const answer = await dialog(
    'Deploy',
    close => [
      make(
        'p',
        { role: 'status' },
        bad > 0
          ? `${bad} of ${checked.length} files do not compile: nothing can be deployed.`
          : `${changed.length} of ${checked.length} files change.`,
      ),
      ...changed.map(file => shownFile(file, contents.get(file.name))),
      make(
        'div',
        { class: 'row' },
        ...(bad > 0 ? [] : [button('Deploy now', () => close('deploy'), { class: 'primary' })]),
      ),
    ],
    true,
  );
  if (answer !== 'deploy') return;
  const { back } = await post<{ back: readonly unknown[] }>(target, 'deploy', files);
  const text = `${back.length} files are in the skin now.`;
  const further = await confirm('Deployed', text, ['OK', 'Return to the version before']);
  if (further !== 'Return to the version before') return toast(text);
  await post(target, 'rollback', {}, { back: JSON.stringify(back) });
  toast('The skin is as it was before.');
}
