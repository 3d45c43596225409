/** Parts whose content comes from the server instead of the request (xml-objects.md 3, C-49). */
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { collected } from '../../objects/messages/opened.js';
import { findPart } from '../../objects/mime/body.js';
import type { ComposeContext, Content } from '../../objects/mime/compose.js';
import type { Call } from '../run/call.js';
import { attribute } from '../xml/query.js';
import { typeOfName } from './mediatypes.js';

/** Where parts can be taken from. */
export interface PartSource {
  readonly call: Call;
  readonly context: ComposeContext;
}

/** The content of `type="attachment"` and of `type="message"` with a folder; null for other parts. */
export async function takenPart(xml: Xml, type: Bytes, source: PartSource): Promise<Content | null> {
  if (type === 'attachment') return attachment(xml, source.call);
  const folder = attribute(xml, 'folder');
  return type === 'message' && folder !== null ? message(xml, folder, source.call) : null;
}

const baseName = (path: Bytes): Bytes => path.slice(path.lastIndexOf('/') + 1);

async function attachment(xml: Xml, call: Call): Promise<Content> {
  const fileName = attribute(xml, 'filename');
  const uploadId = attribute(xml, 'uploadid');
  if (fileName !== null) {
    const slice = await call.world.objects.files.read(call.session.principal, '*', fileName);
    return attached(slice.bytes, baseName(fileName), slice.type);
  }
  if (uploadId === null) throw new PosternError('missing-attribute', { args: ['fileName'] });
  const upload = call.session.uploads.take(uploadId);
  return attached(upload.bytes, baseName(upload.fileName), upload.contentType);
}

function attached(body: Uint8Array, name: Bytes, given: string | null): Content {
  const known = /^([a-z0-9!#$&^_.+-]+)\/([a-z0-9!#$&^_.+-]+)$/i.exec(
    (given ?? '').split(';', 1)[0]?.trim() ?? '',
  );
  const [type, subtype] = known === null ? typeOfName(name) : [known[1] ?? '', known[2] ?? ''];
  return {
    type: type.toLowerCase(),
    subtype: subtype.toLowerCase(),
    disposition: 'attachment',
    dispositionParams: name === '' ? [] : [['filename', name]],
    body,
  };
}

/** A stored message, or one of its parts. */
async function message(xml: Xml, folder: Bytes, call: Call): Promise<Content> {
  const uid = Number(attribute(xml, 'uid') ?? Number.NaN);
  if (!Number.isSafeInteger(uid)) throw new PosternError('missing-attribute', { args: ['UID'] });
  const { view } = call.session.opened.folders.get(folder);
  view.need(uid);
  const { messages } = call.world.objects;
  const partId = attribute(xml, 'partid');
  if (partId === null || partId === '') {
    const body = await messages.read(call.session.principal, view.box, uid);
    return { type: 'message', subtype: 'rfc822', body };
  }
  const opened = await messages.open(call.session.principal, view.box, uid);
  const part = findPart(opened.root, partId);
  if (part === null) throw new PosternError('part-unknown');
  const params = [...part.typeParams].filter(([name]) => name !== 'charset');
  return {
    type: part.type,
    subtype: part.subtype,
    params,
    charset: part.charset,
    disposition: part.disposition ?? 'attachment',
    dispositionParams: [...part.dispositionParams],
    body: await collected(messages.body(opened, part)),
  };
}
