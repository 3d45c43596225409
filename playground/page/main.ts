/** The page: puts store, editor, panels and workers together. */

import { Commands } from './commands/index.js';
import { Editor } from './editor/create.js';
import editorStyle from './editor/editor.css';
import { Execution } from './execution.js';
import { Language } from './language.js';
import { recordingAddress } from './recording.js';
import { BadLink, fromFragment } from './share.js';
import { loadAccount, loadWorkspace, saveAccount, saveWorkspace } from './storage.js';
import { Connection } from './ui/connection.js';
import { tell } from './ui/dialogs.js';
import { byId } from './ui/dom.js';
import { filePanel } from './ui/files.js';
import { requestPanel } from './ui/request.js';
import { ResultPanel } from './ui/result.js';
import { showOutline, showProblems } from './ui/source.js';
import { Tabs } from './ui/tabs.js';
import { themeButton } from './ui/theme.js';
import { Store, type Workspace } from './workspace.js';

/** What is typed is kept after this pause, in ms. */
const PAUSE = 800;

const base = new URL('.', location.href);
const store = new Store();
const language = new Language(base);
const execution = new Execution(base);
const phone = new Tabs(byId('phone'));
phone.select('show-source');
themeButton(byId('theme'));
const connection = new Connection(base);

const commands: Commands = new Commands({
  store,
  language,
  execution,
  connection,
  account: loadAccount(),
  saveAccount,
  showResult: () => phone.select('show-result'),
  showSource: () => phone.select('show-source'),
  showRequest: () => showRequest(),
  result: new ResultPanel({
    onNavigate: navigation => commands.runs.navigate(navigation),
    onPlace: (file, line, column) => commands.desk.goto(file, line, column),
  }),
});

const editor: Editor = new Editor(byId('editor'), editorStyle, language, {
  onText: (file, text) => store.setText(file, text),
  onProblems: (_file, problems) => showProblems(problems, editor),
  onAnalysis: (_file, { outline }) => showOutline(outline, editor),
  onBreakpoint: (line, withCondition) => void commands.marks.toggle(line, withCondition),
  onCaret: (line, column) => {
    byId('place').textContent = `Line ${line}, column ${column}`;
  },
  keys: commands.keys,
});
commands.attach(editor);
byId('skip').addEventListener('click', event => {
  event.preventDefault();
  phone.select('show-source');
  editor.view.focus();
});
filePanel(byId('files'), store);
const showRequest = requestPanel(store, text => language.dataProblem(text));

/** Tells the language worker of all files, and shows the active one. */
function follow(change: string, workspace: Workspace, before: ReadonlySet<string>): Set<string> {
  const names = new Set(Object.keys(workspace.files));
  if (change === 'all' || change === 'files') {
    for (const name of before) if (!names.has(name)) language.delete(name);
    for (const [name, content] of Object.entries(workspace.files)) language.set(name, content);
    if (change === 'all') {
      editor.reset();
      connection.drop();
      commands.runs.clear();
    }
  }
  const content = workspace.files[workspace.active];
  if (
    change !== 'text' &&
    change !== 'request' &&
    typeof content === 'string' &&
    (editor.file !== workspace.active || change === 'all')
  ) {
    commands.marks.keep();
    editor.open(workspace.active, content);
    commands.marks.restore();
    phone.select('show-source');
  }
  return names;
}

let known = new Set<string>();
let timer = 0;
store.onChange((change, workspace) => {
  known = follow(change, workspace, known);
  clearTimeout(timer);
  timer = window.setTimeout(() => void saveWorkspace(workspace), PAUSE);
});

/** The workspace that the address holds; null for none or one that cannot be opened. */
async function linked(): Promise<Workspace | null> {
  if (location.hash.length < 2) return null;
  const recording = recordingAddress(location.hash, location.href);
  if (recording !== null) {
    void commands.runs.offerRecording(recording);
    return null;
  }
  try {
    return await fromFragment(location.hash);
  } catch (error) {
    void tell(
      'This link cannot be opened',
      error instanceof BadLink ? error.message : 'The link is damaged.',
    );
    return null;
  }
}

const SHARED = 'The workspace of the link is open. Nothing of it runs before you press Run.';

async function first(): Promise<void> {
  const [kept, shared] = await Promise.all([loadWorkspace(), linked()]);
  store.open(kept ?? store.current, kept !== null);
  if (shared !== null) commands.desk.replace(shared, SHARED);
  document.documentElement.dataset.opened = 'yes';
}

void first();
window.addEventListener('hashchange', () => {
  void linked().then(workspace => workspace !== null && commands.desk.replace(workspace, SHARED));
});
