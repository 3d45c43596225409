/** When the alarms of an event ring (RFC 5545, 3.6.6). */
import { propertiesNamed, propertyOf, readDuration, textOf } from '../../../stdlib/formats/index.js';
import { momentOf } from './times.js';
import type { Occurrence } from './types.js';

/**
 * The first alarm of an occurrence in seconds since 1970, GMT; null when it has none.
 * @param zone for times that name none
 */
export function alarmOf({ component, from, till }: Occurrence, zone: string | null): number | null {
  let first: number | null = null;
  for (const alarm of propertiesNamed(component, 'valarm')) {
    const trigger = propertyOf(alarm, 'trigger');
    if (trigger === null) continue;
    const text = textOf(alarm, 'trigger');
    const shift = readDuration(text);
    const isAtEnd = trigger.attributes.some(({ name, value }) => name === 'RELATED' && /^end$/i.test(value));
    const at = shift === null ? momentOf(trigger, text, zone)?.at : (isAtEnd ? till : from) + shift;
    if (at !== undefined && (first === null || at < first)) first = at;
  }
  return first;
}
