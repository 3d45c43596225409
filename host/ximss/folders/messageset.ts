/** Message sets (ximss.md 2.8): UIDs and positions of a view, alone and in ranges. */
import { xmlText } from '../../../stdlib/data/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import type { View } from '../../objects/views/index.js';
import { illegal } from '../failure.js';
import { attribute, children } from '../xml/query.js';

/** UIDs of the view that the request selects, each once. Missing messages and positions are passed over. */
export function selected(request: Xml, view: View): number[] {
  const found = new Set<number>();
  for (const child of children(request)) {
    const name = child.type.toLowerCase();
    if (name === 'uid') addUids(found, child, view);
    else if (name === 'index') addPositions(found, child, view);
  }
  return [...found];
}

function numberOf(text: Bytes | null): number | null {
  if (text === null) return null;
  const clean = text.trim();
  if (!/^[0-9]{1,15}$/.test(clean)) throw illegal('illegal message set');
  return Number(clean);
}

/** Both ends are included; an end that is missing is open. */
function rangeOf(xml: Xml): readonly [number, number] {
  const from = numberOf(attribute(xml, 'from'));
  const till = numberOf(attribute(xml, 'till'));
  if (from !== null || till !== null) return [from ?? 0, till ?? Number.MAX_SAFE_INTEGER];
  const one = numberOf(xmlText(xml));
  if (one === null) throw illegal('illegal message set');
  return [one, one];
}

function addUids(found: Set<number>, xml: Xml, view: View): void {
  const [from, till] = rangeOf(xml);
  if (from === till) {
    if (view.has(from)) found.add(from);
    return;
  }
  for (const uid of view.uids()) if (uid >= from && uid <= till) found.add(uid);
}

function addPositions(found: Set<number>, xml: Xml, view: View): void {
  const [from, till] = rangeOf(xml);
  for (const uid of view.uids(from, till)) found.add(uid);
}
