/** Tasks as they are shown. */
import { propertyOf, textOf } from '../../../stdlib/formats/index.js';
import { timeProperty } from './times.js';
import type { Item, Task } from './types.js';

/** The task that an item is. `zone`: for dates and times that name none. */
export function taskOf(item: Item, zone: string | null): Task {
  const { master } = item;
  const percent = Number(textOf(master, 'percent-complete')) || 0;
  const isCompleted =
    percent >= 100 ||
    textOf(master, 'status').toUpperCase() === 'COMPLETED' ||
    propertyOf(master, 'completed') !== null;
  return {
    item,
    from: timeProperty(master, 'dtstart', zone)?.at ?? null,
    due: timeProperty(master, 'due', zone)?.at ?? null,
    percent: isCompleted && percent === 0 ? 100 : percent,
    isCompleted,
  };
}
