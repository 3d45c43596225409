/** File storage (ximss.md 10). Names are paths; `~account/path` is the storage of another account. */
import iconv from 'iconv-lite';
import { decodeBase64, encodeBase64, xmlText } from '../../../stdlib/data/index.js';
import { normalCard, readVCards, writeVCard } from '../../../stdlib/formats/index.js';
import type { Bytes, Xml } from '../../../stdlib/values/types.js';
import { encodeUtf8, firstBadByte } from '../../../stdlib/values/utf8.js';
import { PosternError } from '../../errors/index.js';
import { toBuffer } from '../../objects/bytes.js';
import type { Listed, Slice, WritePosition } from '../../objects/files/types.js';
import { illegal, missingAttribute } from '../failure.js';
import type { Call, Handlers } from '../run/call.js';
import { childNamed, children, texts } from '../xml/query.js';
import { readDocument } from '../xml/read.js';
import { timeText } from '../xml/times.js';
import { escapeText, leaf, writeXml } from '../xml/write.js';

const TYPES = ['text', 'binary', 'vcard', 'xml'] as const;
type FileType = (typeof TYPES)[number];

/** Types of bodies that are one element of this name, in small letters. */
const BODY_TYPES: ReadonlyMap<string, FileType> = new Map([
  ['base64', 'binary'],
  ['vcard', 'vcard'],
]);

const typeOf = (call: Call): FileType => call.word('type', TYPES, 'text', 'illegal file type');
const gmt = (milliseconds: number): Bytes => `${timeText(Math.floor(milliseconds / 1000))}Z`;

function sendInfo(call: Call, directory: Bytes, entry: Listed): void {
  call.send('fileInfo', [
    ['fileName', entry.name],
    ['directory', directory === '' ? null : directory],
    ['size', entry.isFolder ? null : entry.size],
    ['timeModified', gmt(entry.modified)],
    ['timeCreated', gmt(entry.created)],
    ['type', entry.isFolder ? 'directory' : null],
  ]);
}

const plain = (path: Bytes): Bytes => path.replace(/^\/+|\/+$/g, '');

async function fileList(call: Call): Promise<void> {
  const { files } = call.world.objects;
  const { principal } = call.session;
  const directory = plain(call.attr('directory') ?? '');
  const fileName = call.filled('fileName');
  if (fileName !== null) {
    const path = plain(directory === '' ? fileName : `${directory}/${fileName}`);
    const entry = await files.look(principal, '*', path);
    return sendInfo(call, path.slice(0, Math.max(0, path.lastIndexOf('/'))), entry);
  }
  let left = call.limit('limit');
  for await (const entry of files.list(principal, '*', directory)) {
    if (left-- <= 0) return;
    sendInfo(call, directory, entry);
  }
}

async function fileDirInfo(call: Call): Promise<void> {
  const { files } = call.world.objects;
  const { principal } = call.session;
  const directory = plain(call.filled('directory') ?? call.attr('fileName') ?? '');
  const { size, files: count } = await files.measure(principal, '*', directory);
  const use = directory === '' ? files.use(principal, '*') : null;
  call.send('fileDirInfo', [
    ['directory', directory === '' ? null : directory],
    ['size', size],
    ['files', count],
    ['sizeLimit', use?.sizeLimit],
    ['filesLimit', use?.fileLimit],
  ]);
}

/** Bytes of the longest symbol but its first. */
const REST = 3;

async function fileRead(call: Call): Promise<void> {
  const { files } = call.world.objects;
  const fileName = call.need('fileName');
  const type = typeOf(call);
  // the names of directories, and of the top one, are no names of files
  if (fileName === '' || fileName.endsWith('/')) throw new PosternError('file-unknown');
  const asked = call.number('position') ?? 0;
  const limit = call.limit('limit');
  const slice = await files.read(call.session.principal, '*', fileName, {
    position: asked,
    limit: Number.isFinite(limit) ? limit + REST : null,
  });
  const { from, to } = type === 'text' ? wholeSymbols(slice, limit) : { from: 0, to: limit };
  const bytes = Buffer.from(slice.bytes).subarray(from, Math.min(to, slice.bytes.length)).toString('latin1');
  call.send(
    'fileData',
    [
      ['fileName', fileName],
      ['type', call.filled('type') === null ? null : type],
      ['position', slice.position + from],
      ['slice', bytes.length],
      ['size', slice.size],
      ['timeModified', gmt(slice.modified)],
    ],
    contentOf(call, type, bytes),
  );
}

/** A slice that cuts a symbol begins and ends at the next one. */
function wholeSymbols(
  { bytes, position }: Slice,
  limit: number,
): { readonly from: number; readonly to: number } {
  const isInside = (at: number): boolean => at < bytes.length && ((bytes[at] as number) & 0xc0) === 0x80;
  let from = 0;
  while (position > 0 && from < REST && isInside(from)) from++;
  let to = limit;
  for (let step = 0; step < REST && isInside(to); step++) to++;
  // bytes that are no UTF-8 are cut where the client said
  const text = Buffer.from(bytes.subarray(from, Math.min(to, bytes.length))).toString('latin1');
  return firstBadByte(text) < 0 ? { from, to } : { from: 0, to: limit };
}

/** Text that is not UTF-8 counts as windows-1252. */
function contentOf(call: Call, type: FileType, bytes: Bytes): Bytes {
  if (type === 'text') {
    return escapeText(
      firstBadByte(bytes) < 0 ? bytes : encodeUtf8(iconv.decode(toBuffer(bytes), 'windows-1252')),
    );
  }
  if (type === 'binary') return leaf('base64', encodeBase64(bytes));
  if (type === 'vcard') {
    const card = readVCards(bytes)?.[0];
    if (card === undefined) throw new PosternError('bad-vcard');
    return writeXml(card);
  }
  const { maxRequest, maxDepth, maxAttributes } = call.world.settings();
  const document = readDocument(bytes, { maxBytes: maxRequest, maxDepth, maxAttributes });
  if (document.xml === null)
    throw new PosternError('bad-data', { args: ['the file is not an XML document'] });
  return writeXml(document.xml);
}

async function fileWrite(call: Call): Promise<void> {
  const { files } = call.world.objects;
  const fileName = call.need('fileName');
  const data = dataOf(call);
  await files.write(call.session.principal, '*', fileName, data, { position: positionOf(call) });
}

function positionOf(call: Call): WritePosition {
  const position = call.filled('position')?.toLowerCase() ?? null;
  if (position === null) return 'replace';
  if (position === 'append') return 'end';
  return position === 'new' ? 'new' : (call.number('position') ?? 'replace');
}

/** Without a type the body tells: an element where text is expected would leave an empty file. */
function typeOfBody(call: Call): FileType {
  const [first] = children(call.request);
  if (first === undefined) return 'text';
  return BODY_TYPES.get(first.type.toLowerCase()) ?? 'xml';
}

function dataOf(call: Call): Uint8Array {
  const upload = call.filled('uploadID');
  if (upload !== null) return call.session.uploads.take(upload).bytes;
  const type = call.filled('type') === null ? typeOfBody(call) : typeOf(call);
  if (type === 'text') return toBuffer(call.text());
  if (type === 'binary') return base64Of(call);
  const [child, more] = children(call.request);
  if (child === undefined || more !== undefined) {
    throw type === 'vcard'
      ? new PosternError('bad-vcard')
      : new PosternError('missing-element', { args: ['XML'] });
  }
  if (type === 'xml') return toBuffer(writeXml(child));
  const card = child.type.toLowerCase() === 'vcard' ? normalCard(child) : null;
  if (card === null) throw new PosternError('bad-vcard');
  return toBuffer(writeVCard(card));
}

function base64Of(call: Call): Uint8Array {
  const child = childNamed(call.request, 'base64');
  const text = child === null ? '' : xmlText(child).replace(/[ \t\r\n]+/g, '');
  if (child === null) throw new PosternError('missing-element', { args: ['base64'] });
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text))
    throw new PosternError('bad-data', { args: ['illegal base64 data'] });
  return toBuffer(decodeBase64(text));
}

async function fileRename(call: Call): Promise<void> {
  const { principal } = call.session;
  await call.world.objects.files.rename(principal, '*', call.need('fileName'), call.need('newName'));
}

async function fileRemove(call: Call): Promise<void> {
  await call.world.objects.files.remove(call.session.principal, '*', call.need('fileName'), 'file');
}

/** Clients name the directory in either attribute (C-34). */
function directoryOf(call: Call): Bytes {
  const directory = call.filled('directory') ?? call.filled('fileName');
  if (directory === null) throw missingAttribute('directory');
  return directory;
}

async function fileDirCreate(call: Call): Promise<void> {
  await call.world.objects.files.makeFolder(call.session.principal, '*', directoryOf(call));
}

async function fileDirRemove(call: Call): Promise<void> {
  await call.world.objects.files.remove(call.session.principal, '*', directoryOf(call), 'folder');
}

async function fileDirRename(call: Call): Promise<void> {
  const { principal } = call.session;
  await call.world.objects.files.rename(principal, '*', directoryOf(call), call.need('newName'), 'folder');
}

async function fileAttrRead(call: Call): Promise<void> {
  const fileName = call.need('fileName');
  const names = texts(call.request, 'name');
  const { files } = call.world.objects;
  const found = await files.attributes(
    call.session.principal,
    '*',
    fileName,
    names.length === 0 ? null : names,
  );
  call.send('fileAttrs', [['fileName', fileName]], found.map(writeXml).join(''));
}

async function fileAttrWrite(call: Call): Promise<void> {
  const mode = call.word('mode', ['update', 'set'], 'update', 'illegal mode');
  const updates = children(call.request).map(attributeForm);
  await call.world.objects.files.updateAttributes(
    call.session.principal,
    '*',
    call.need('fileName'),
    updates,
    {
      replace: mode === 'set',
    },
  );
}

/** The ACL is spelled as the storage knows it, whatever the client wrote. */
function attributeForm(xml: Xml): Xml {
  if (xml.type.toLowerCase() !== 'acl') return xml;
  const body = xml.body.map(item => {
    if (typeof item === 'string' || item.type.toLowerCase() !== 'subkey') return item;
    const attributes = item.attributes.map(known => ({ ...known, name: known.name.toLowerCase() }));
    return { ...item, type: 'subKey', attributes };
  });
  return { ...xml, type: 'ACL', body };
}

function fileSubList(call: Call): void {
  const names = call.world.objects.files.subscription(call.session.principal, '*');
  for (const fileName of names) call.send('fileSubscription', [['fileName', fileName]]);
}

async function fileSubUpdate(call: Call): Promise<void> {
  const { added, removed } = subscriptionChanges(call, 'filesubscription', 'filename', 'remove');
  await call.world.objects.files.updateSubscription(call.session.principal, '*', added, removed);
}

/**
 * Names to add and to remove; all or nothing.
 * @param usual the mode of elements without one: a client of file folders leaves it out where it unsubscribes
 */
export function subscriptionChanges(
  call: Call,
  element: Bytes,
  key: Bytes,
  usual?: 'remove',
): { readonly added: Bytes[]; readonly removed: Bytes[] } {
  const added: Bytes[] = [];
  const removed: Bytes[] = [];
  for (const child of children(call.request)) {
    if (child.type.toLowerCase() !== element) continue;
    const value = (name: Bytes): Bytes | undefined =>
      child.attributes.find(known => known.name.toLowerCase() === name)?.value;
    const mode = value('mode')?.toLowerCase() ?? usual;
    const name = value(key);
    if (name === undefined || name === '')
      throw missingAttribute(element === 'filesubscription' ? 'fileName' : 'mailbox');
    if (mode === 'add') added.push(name);
    else if (mode === 'remove') removed.push(name);
    else throw illegal('illegal subscription mode');
  }
  return { added, removed };
}

export const FILES_HANDLERS: Handlers = {
  fileList,
  fileDirInfo,
  fileRead,
  fileWrite,
  fileRename,
  fileRemove,
  fileDirCreate,
  fileDirRemove,
  fileDirRename,
  fileAttrRead,
  fileAttrWrite,
  fileSubList,
  fileSubUpdate,
};
