/** What stands around the editor: problems, outline, place. */
import type { OutlineItem, Problem } from '../../language/types.js';
import type { Editor } from '../editor/create.js';
import { button, byId, make } from './dom.js';

export function showProblems(problems: readonly Problem[], editor: Editor): void {
  const { doc } = editor.view.state;
  const rows = problems.slice(0, 100).map(({ start, end, severity, message }) => {
    const line = doc.lineAt(Math.min(start, doc.length)).number;
    return button(`${line}: ${message}`, () => editor.select(start, end), { class: severity });
  });
  byId('problems').replaceChildren(...rows);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const counts = [countOf(errors, 'error'), countOf(problems.length - errors, 'warning')];
  byId('counts').textContent =
    problems.length === 0 ? 'No problems' : counts.filter(text => text !== '').join(', ');
}

export function showOutline(outline: readonly OutlineItem[], editor: Editor): void {
  byId('outline').replaceChildren(list(outline, editor));
}

const countOf = (count: number, what: string): string =>
  count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`;

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
