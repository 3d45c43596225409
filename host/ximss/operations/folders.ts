/** Folders: open views of mailboxes (ximss.md 6.2). */
import { dictGet } from '../../../stdlib/values/dict.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { shownLetters } from '../../objects/mailboxes/access.js';
import type { ViewOptions } from '../../objects/views/index.js';
import { zoneOffset } from '../../objects/zones/zones.js';
import { Failure } from '../failure.js';
import { type FieldWorld, isField, isFlags } from '../folders/fields.js';
import { flagsOf } from '../folders/flags.js';
import { Folder } from '../folders/folder.js';
import { selected } from '../folders/messageset.js';
import { removeMessages } from '../folders/remove.js';
import { readSearch, searchView } from '../folders/search.js';
import type { Call, Handlers } from '../run/call.js';
import { zoneNameOf } from '../session/messages.js';
import { texts } from '../xml/query.js';

/** Fields of one view. */
const MOST_FIELDS = 100;

/** The open folder that the request names. */
export function folderOf(call: Call): Folder {
  return call.session.opened.folders.get(call.need('folder'));
}

/** The same, for what shows messages: rights in foreign mailboxes may have been taken away since the opening. */
export function readableFolder(call: Call): Folder {
  const folder = folderOf(call);
  const { box, isGone } = folder.view;
  const { principal, record } = call.session;
  if (isGone || box.owner.id === record.accountId) return folder;
  if (!call.world.objects.mailboxes.lettersNow(principal, box).has('r'))
    throw new PosternError('mailbox-denied');
  return folder;
}

function fieldsOf(call: Call): Bytes[] {
  return texts(call.request, 'field')
    .map(name => name.trim())
    .filter(isField)
    .slice(0, MOST_FIELDS);
}

function optionsOf(call: Call, fields: readonly Bytes[], uidMin: number | null): ViewOptions {
  const sortField = call.filled('sortField');
  const order = call.word('sortOrder', ['asc', 'desc'], 'asc', 'illegal sort order');
  const filter = call.filled('filter');
  const filterField = call.filled('filterField');
  if (filter !== null && filterField !== null && isFlags(filterField)) flagsOf(filter);
  return {
    ...(sortField === null ? {} : { sortField }),
    isDescending: order === 'desc',
    filter,
    filterField,
    fields,
    ...(uidMin === null ? {} : { uidMin }),
  };
}

/** The mailbox that a name stands for: aliases are opened as if they were mailboxes. */
export function mailboxNamed(call: Call, name: Bytes): Bytes {
  if (name.startsWith('~')) return name;
  const target = dictGet(call.world.objects.subscriptions.aliases(call.session.principal, '*'), name);
  return typeof target === 'string' ? target : name;
}

async function folderOpen(call: Call): Promise<void> {
  const { session, world } = call;
  const name = call.need('folder');
  const folders = session.opened.folders;
  folders.check(name);
  const mailbox = call.filled('mailbox') ?? name;
  const mailboxClass = call.attr('mailboxClass');
  const uidValidity = call.number('UIDValidity');
  const fields = fieldsOf(call);
  const folder = new Folder(name, mailbox);
  folder.uidMin = call.number('UIDMin');
  const wish = {
    ...optionsOf(call, fields, folder.uidMin),
    mailbox: mailboxNamed(call, mailbox),
    ...(mailboxClass === null ? {} : { mailboxClass }),
    ...(uidValidity === null ? {} : { uidValidity }),
  };
  // a change in this very moment is told after the response, when the client knows the folder
  call.after = folder.hold(session);
  const view = await world.objects.views.open(session.principal, '*', wish, () => folder.changed(session));
  if (session.ending !== null) {
    view.close();
    throw new Failure('session is closed', 502);
  }
  folder.show(view, fields);
  folders.add(name, folder);
  sendInit(call, folder);
}

function sendInit(call: Call, folder: Folder): void {
  const { view } = folder;
  const box = call.world.objects.mailboxes.again(view.box) ?? view.box;
  call.send('folderReport', [
    ['folder', folder.name],
    ['mode', 'init'],
    ['messages', view.size],
    ['unseen', view.unseen],
    ['UIDNext', box.use.uidNext],
    ['UIDValidity', box.record.uidValidity],
    ['UIDMin', folder.uidMin],
    ['rights', shownLetters(view.box.letters)],
  ]);
}

async function folderReopen(call: Call): Promise<void> {
  const folder = readableFolder(call);
  const fields = fieldsOf(call);
  call.after = folder.hold(call.session);
  await folder.view.open(optionsOf(call, fields, folder.uidMin));
  folder.show(folder.view, fields);
  sendInit(call, folder);
}

function folderClose(call: Call): void {
  const folder = folderOf(call);
  call.session.opened.folders.close(folder.name);
  call.session.unnotify(folder.notice);
}

/** The account's time zone, for local times. */
export function zoneWorld(call: Call): { readonly world: FieldWorld; readonly zone: string | null } {
  const zone = zoneNameOf(call.world, call.session);
  return { zone, world: { offset: at => zoneOffset(zone, at) } };
}

function folderBrowse(call: Call): void {
  const folder = readableFolder(call);
  const { view } = folder;
  const { world, zone } = zoneWorld(call);
  const start = folder.reportStart(call.id);
  for (const uid of selected(call.request, view)) {
    const fields = folder.fieldsOf(uid, world, zone);
    if (fields === null) continue;
    const tag = `${start} index="${view.indexOf(uid)}" UID="${uid}"`;
    call.caller.emit(fields === '' ? `${tag}/>` : `${tag}>${fields}</folderReport>`);
  }
}

function folderSync(call: Call): void {
  const folder = readableFolder(call);
  const { world, zone } = zoneWorld(call);
  const limit = call.limit('limit');
  const start = folder.reportStart(call.id);
  // a notification of what the limit cut off comes after the response
  const release = folder.hold(call.session);
  call.after = release;
  try {
    for (const { mode, uid, index, messages, unseen } of folder.view.sync(limit)) {
      const shown = mode === 'attrsUpdated' ? 'updated' : mode;
      const tag = `${start} mode="${shown}" UID="${uid}" index="${index}" messages="${messages}" unseen="${unseen}"`;
      const fields = mode === 'removed' ? '' : (folder.fieldsOf(uid, world, zone) ?? '');
      call.caller.emit(fields === '' ? `${tag}/>` : `${tag}>${fields}</folderReport>`);
    }
  } catch (error) {
    release();
    throw error;
  }
}

const SEARCH_SECONDS = 60;

async function folderSearch(call: Call): Promise<void> {
  const folder = readableFolder(call);
  const search = readSearch(call.need('filter'));
  const limit = call.limit('limit');
  const seconds = Math.min(call.number('timeout') || SEARCH_SECONDS, SEARCH_SECONDS);
  const until = call.world.now() + seconds * 1000;
  for await (const uid of searchView(call, folder.view, search, until, limit)) {
    call.send('folderReport', [
      ['folder', folder.name],
      ['mode', 'search'],
      ['UID', uid],
      ['index', folder.view.indexOf(uid)],
    ]);
  }
}

async function folderExpunge(call: Call): Promise<void> {
  const { view } = folderOf(call);
  await call.world.objects.messages.expunge(call.session.principal, view.box);
}

async function folderEmpty(call: Call): Promise<void> {
  const { view } = folderOf(call);
  await removeMessages(call, view, view.uids(), null);
}

export const FOLDERS_HANDLERS: Handlers = {
  folderOpen,
  folderReopen,
  folderClose,
  folderBrowse,
  folderSync,
  folderSearch,
  folderExpunge,
  folderEmpty,
};
