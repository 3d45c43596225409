/** The menu of commands: all of them, with their keys, for mouse, finger and keyboard. */
import { dialog } from './dialogs.js';
import { button, make } from './dom.js';

/** Label, key or kind of file, what it does. */
export type Command = readonly [label: string, hint: string, act: () => unknown];
export type CommandGroups = Readonly<Record<string, readonly Command[]>>;

/** Shows the commands and does the chosen one. */
export async function chooseCommand(groups: CommandGroups): Promise<void> {
  const all = Object.values(groups).flat();
  const chosen = await dialog(
    'More',
    close => [
      make(
        'div',
        { class: 'menu' },
        ...Object.entries(groups).map(([title, commands]) =>
          make('section', {}, make('h2', {}, title), ...commands.map(command => row(command, close))),
        ),
      ),
    ],
    true,
  );
  const command = all.find(([label]) => label === chosen);
  await command?.[2]();
}

function row([label, hint]: Command, close: (value: string) => void): HTMLElement {
  const line = button('', () => close(label));
  line.append(make('span', {}, label), ...(hint === '' ? [] : [make('kbd', {}, hint)]));
  return line;
}
