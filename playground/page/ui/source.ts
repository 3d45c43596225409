/** What stands around the editor: problems, outline, place. */
import type { OutlineItem } from '../../language/types.js';
import type { Editor } from '../editor/create.js';
import type { FileAnalysis } from '../language.js';
import { button, byId, make } from './dom.js';

export function showAnalysis({ problems, outline }: FileAnalysis, editor: Editor): void {
  const { doc } = editor.view.state;
  const rows = problems.slice(0, 100).map(({ start, end, severity, message }) => {
    const line = doc.lineAt(Math.min(start, doc.length)).number;
    return button(`${line}: ${message}`, () => editor.select(start, end), { class: severity });
  });
  byId('problems').replaceChildren(...rows);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  byId('counts').textContent = `${errors} errors, ${problems.length - errors} warnings`;
  byId('outline').replaceChildren(list(outline, editor));
}

const SIGNS: Readonly<Record<OutlineItem['kind'], string>> = {
  entry: '▶',
  procedure: 'ƒ',
  function: 'ƒ',
  external: '↗',
  condition: '?',
  loop: '↻',
  include: '+',
  key: '·',
};

function list(items: readonly OutlineItem[], editor: Editor): HTMLElement {
  return make(
    'ul',
    {},
    ...items.slice(0, 300).map(({ name, kind, detail, nameSpan, children }) =>
      make(
        'li',
        {},
        button(`${SIGNS[kind]} ${name}`, () => editor.select(nameSpan.start, nameSpan.end), {
          title: detail === '' ? name : detail,
        }),
        ...(children.length === 0 ? [] : [list(children, editor)]),
      ),
    ),
  );
}
