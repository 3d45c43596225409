/** The list of files: open, add, rename, delete, choose what Run runs. */
import { languageOf } from '../../language/languages.js';
import { mainFile, type Store, type Workspace } from '../workspace.js';
import { ask, confirm } from './dialogs.js';
import { announce, button, make } from './dom.js';
import { toast } from './toast.js';

const ICONS: Readonly<Record<string, string>> = { cgpl: '◆', wssp: '◇', data: '≡', json: '≡' };

const TEMPLATES: Readonly<Record<string, string>> = {
  wcgp: 'entry Main is\n  \nend entry;\n',
  wcgi: 'function Name(x) is\n  return x;\nend function;\n',
  wssp: '<!DOCTYPE html>\n<title>%%HTML:title%%</title>\n',
  data: '{}\n',
  json: '{}\n',
};

export function filePanel(panel: HTMLElement, store: Store): void {
  const list = make('ul', { class: 'files' });
  const add = button('New file', () => void create(store), { class: 'quiet' });
  panel.append(list, add);
  const show = (workspace: Workspace): void => {
    const runs = mainFile(workspace);
    list.replaceChildren(
      ...Object.keys(workspace.files).map(file => {
        const isActive = file === workspace.active;
        const open = button('', () => store.patch({ active: file }, 'active'), {
          class: 'file',
          'aria-label': file === runs ? `${file}, Run runs it` : file,
          'aria-current': isActive ? 'true' : false,
          title: file === runs ? `${file}: Run runs this file` : file,
        });
        open.append(
          make('span', { class: 'icon', 'aria-hidden': 'true' }, ICONS[languageOf(file) ?? ''] ?? '·'),
          make('span', { class: 'name' }, file),
          ...(file === runs ? [make('span', { class: 'runs' }, '▶')] : []),
        );
        const more = button('⋯', () => void menu(file, store), {
          class: 'quiet more',
          'aria-label': `Actions of ${file}`,
        });
        return make('li', {}, open, more);
      }),
    );
  };
  store.onChange((change, workspace) => {
    if (change !== 'text') show(workspace);
  });
}

async function create(store: Store): Promise<void> {
  const name = await ask('New file', 'Name, for example page.wssp', 'page.wssp', value =>
    store.nameProblem(value),
  );
  if (name === null) return;
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  store.addFile(name, TEMPLATES[extension] ?? '');
  announce(`${name} added`);
}

async function menu(file: string, store: Store): Promise<void> {
  const isRunnable = /\.(?:wcgp|wssp)$/i.test(file);
  const actions = [...(isRunnable ? ['Run this file'] : []), 'Rename', 'Delete'];
  const action = await confirm(file, 'What do you want to do with this file?', actions);
  if (action === 'Run this file') store.patch({ main: file }, 'files');
  if (action === 'Rename') {
    const name = await ask('Rename', `New name of ${file}`, file, value =>
      value === file ? null : store.nameProblem(value),
    );
    if (name !== null && name !== file) store.renameFile(file, name);
  }
  if (action === 'Delete') {
    const before = store.current;
    store.deleteFile(file);
    toast(`${file} is deleted.`, { label: 'Undo', act: () => store.patch(before, 'files') });
  }
}
