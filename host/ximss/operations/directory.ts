/** The Directory (ximss.md 13.1). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { isXmlName } from '../../../stdlib/values/xmlname.js';
import { PosternError } from '../../errors/index.js';
import { illegal } from '../failure.js';
import type { Call, Handlers } from '../run/call.js';
import { texts } from '../xml/query.js';
import { leaf } from '../xml/write.js';

async function listDirectory(call: Call): Promise<void> {
  const fields = texts(call.request, 'field').map(name => name.trim());
  const limit = call.limit('limit');
  const scope = call.word('scope', ['sub', 'one', 'base'], 'sub', 'illegal scope');
  const query = {
    base: call.filled('baseDN'),
    filter: call.filled('filter'),
    scope,
    attributes: fields.length === 0 ? null : fields,
    ...(Number.isFinite(limit) ? { limit } : {}),
  };
  for (const { dn, attributes } of await found(call, query)) {
    const content = inOrder(attributes, fields)
      .filter(([name]) => isXmlName(name))
      .flatMap(([name, values]) => values.map(value => leaf(name, value)));
    call.send('directoryData', [['DN', dn]], content.join(''));
  }
}

type Attribute = readonly [name: Bytes, values: readonly Bytes[]];

/** As the client asks for them; without names, as the record holds them. */
function inOrder(attributes: ReadonlyMap<Bytes, readonly Bytes[]>, fields: readonly Bytes[]): Attribute[] {
  const places = new Map(fields.map((name, at) => [name.toLowerCase(), at]));
  const place = ([name]: Attribute): number => places.get(name.toLowerCase()) ?? fields.length;
  return [...attributes].sort((one, other) => place(one) - place(other));
}

type Directory = Call['world']['objects']['directory'];

async function found(
  call: Call,
  query: Parameters<Directory['search']>[1],
): Promise<Awaited<ReturnType<Directory['search']>>> {
  try {
    return await call.world.objects.directory.search(call.session.principal, query);
  } catch (error) {
    if (error instanceof PosternError && error.number === 581) throw illegal('illegal filter');
    throw error;
  }
}

export const DIRECTORY_HANDLERS: Handlers = { listDirectory };
