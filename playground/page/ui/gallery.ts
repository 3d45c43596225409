/** The gallery of examples. They are fetched when somebody wants to see them. */
import { workspaceOf } from '../check.js';
import type { Workspace } from '../workspace.js';
import { dialog } from './dialogs.js';
import { make } from './dom.js';

export interface Example {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly group: string;
  readonly workspace: unknown;
}

let fetched: Promise<Example[]> | null = null;

export function examples(): Promise<Example[]> {
  fetched ??= fetch('examples.json').then(response => response.json() as Promise<Example[]>);
  return fetched;
}

/** Lets the user choose; null when nothing was chosen. */
export async function chooseExample(): Promise<Workspace | null> {
  const list = await examples();
  const groups = [...new Set(list.map(({ group }) => group))];
  const chosen = await dialog(
    'Examples',
    close =>
      groups.flatMap(group => [
        make('h2', {}, group),
        make(
          'div',
          { class: 'cards' },
          ...list
            .filter(example => example.group === group)
            .map(({ id, title, about }) => {
              const card = make('button', { type: 'button', 'data-example': id, onclick: () => close(id) });
              card.append(make('strong', {}, title), make('span', {}, about));
              return card;
            }),
        ),
      ]),
    true,
  );
  const example = list.find(({ id }) => id === chosen);
  return example === undefined ? null : workspaceOf(example.workspace);
}
