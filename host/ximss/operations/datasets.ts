/** Data sets (ximss.md 13.2). */
import { xmlText } from '../../../stdlib/data/index.js';
import { dictKeys, dictOf } from '../../../stdlib/values/dict.js';
import { isDict } from '../../../stdlib/values/is.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import type { Call, Handlers } from '../run/call.js';
import { pair } from '../xml/object.js';
import { attribute, children } from '../xml/query.js';

async function datasetList(call: Call): Promise<void> {
  const { datasets } = call.world.objects;
  const parent = call.attr('dataset') ?? '';
  for (const name of await datasets.list(call.session.principal, '*', parent)) {
    call.send('dataset', [['dataset', parent === '' ? name : `${parent}/${name}`]]);
  }
}

async function datasetRead(call: Call): Promise<void> {
  const { datasets } = call.world.objects;
  const dataset = call.need('dataset');
  const filter = call.filled('filter')?.toLowerCase() ?? null;
  const field = call.filled('filterField')?.toLowerCase() ?? null;
  const entries = await datasets.entries(call.session.principal, '*', dataset, null);
  for (const entry of dictKeys(entries)) {
    const data = entries.entries[entry] ?? null;
    if (!isDict(data)) continue;
    const fields = dictKeys(data).map(key => [key, data.entries[key] ?? null] as const);
    if (filter !== null && !fields.some(([key, value]) => holds(key, value, field, filter))) continue;
    call.send(
      'datasetData',
      [
        ['dataset', dataset],
        ['entry', entry],
      ],
      fields.map(([key, value]) => pair(key, value)).join(''),
    );
  }
}

/** True when this field holds the text; `field` null: any may. */
function holds(key: Bytes, value: Value, field: Bytes | null, text: Bytes): boolean {
  if (field !== null && key.toLowerCase() !== field) return false;
  return typeof value === 'string' && value.toLowerCase().includes(text);
}

async function datasetSet(call: Call): Promise<void> {
  const { datasets } = call.world.objects;
  const { principal } = call.session;
  const dataset = call.need('dataset');
  const entry = call.need('entry');
  const fields = children(call.request).map(child => {
    const key = child.type.toLowerCase() === 'subkey' ? attribute(child, 'key') : child.type;
    return [key ?? child.type, xmlText(child)] as const;
  });
  // an unknown set is an error in either case
  await datasets.entries(principal, '*', dataset, { field: 'entry', text: entry, mode: 'eq' });
  if (fields.length === 0) await datasets.delete(principal, '*', dataset, entry, true);
  else await datasets.set(principal, '*', dataset, entry, dictOf(fields));
}

async function datasetCreate(call: Call): Promise<void> {
  await call.world.objects.datasets.create(call.session.principal, '*', call.need('dataset'));
}

async function datasetRemove(call: Call): Promise<void> {
  await call.world.objects.datasets.remove(call.session.principal, '*', call.need('dataset'));
}

export const DATASETS_HANDLERS: Handlers = {
  datasetList,
  datasetRead,
  datasetSet,
  datasetCreate,
  datasetRemove,
};
