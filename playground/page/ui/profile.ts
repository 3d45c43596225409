/** The profile of a run: costs of its lines, and a flame graph of its sections. */
import type { Flame } from '../../debug/profile.js';
import type { ProfileView } from '../workers/protocol.js';
import { button, byId, make } from './dom.js';

/** Rows of the table. */
const MOST_ROWS = 60;

/** @param goto opens a line */
export function showProfile({ lines, flame }: ProfileView, goto: (file: string, line: number) => void): void {
  const whole = Math.max(flame.ms, 0.001);
  const box = make('div', { class: 'flame', 'aria-label': 'Time by calls' });
  let deepest = 0;
  const add = (item: Flame, depth: number): void => {
    deepest = Math.max(deepest, depth);
    const share = item.ms / whole;
    const bar = button(item.name, () => goto(item.file, item.line), {
      title: `${item.name}: ${item.ms.toFixed(2)} ms, ${(share * 100).toFixed(0)} %`,
    });
    bar.style.left = `${(item.start / whole) * 100}%`;
    bar.style.width = `${Math.max(share * 100, 0.4)}%`;
    bar.style.top = `${depth * 21}px`;
    box.append(bar);
    for (const child of item.children) add(child, depth + 1);
  };
  for (const child of flame.children) add(child, 0);
  box.style.height = `${(deepest + 1) * 21 + 4}px`;
  const rows = [...lines]
    .sort((a, b) => b.ms - a.ms)
    .slice(0, MOST_ROWS)
    .map(({ file, line, hits, ms, hostCalls, memory }) =>
      make(
        'tr',
        {},
        make(
          'td',
          {},
          button(`${file}:${line}`, () => goto(file, line), { class: 'quiet' }),
        ),
        ...[String(hits), ms.toFixed(2), String(hostCalls), (memory / 1024).toFixed(0)].map(text =>
          make('td', { class: 'number' }, text),
        ),
      ),
    );
  const head = make(
    'tr',
    {},
    ...['Line', 'Times', 'ms', 'Host calls', 'KB'].map((text, i) =>
      make('th', { scope: 'col', class: i === 0 ? '' : 'number' }, text),
    ),
  );
  byId('profile-part').replaceChildren(
    make('h2', {}, 'Flame graph'),
    box,
    make('h2', {}, 'Lines'),
    make(
      'p',
      { class: 'soft' },
      'Measured with probes, which make every line slower: compare lines with each other.',
    ),
    make('table', {}, make('thead', {}, head), make('tbody', {}, ...rows)),
  );
}
