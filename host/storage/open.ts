/**
 * Opening the files: a folder is either new (missing or empty), being made (the mark `new` is there: nothing was ever
 * acknowledged), or whole. Anything else is refused; nothing is ever made anew over files that are there.
 */
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { Level as LevelDB } from 'level';
import { MemoryLevel } from 'memory-level';
import { syncFolder } from './blobs/files.js';
import { checkLogs } from './check/log.js';
import {
  errorCode,
  errorText,
  StorageDamaged,
  StorageError,
  StorageFailed,
  StorageLocked,
} from './errors.js';
import { ENCODINGS, type Level, readLevel, Space } from './level.js';
import type { StoreSettings } from './settings.js';

const DATABASE = 'db';
const MARK = 'new';
const FORMAT_KEY = Uint8Array.of(Space.Format);
/** What this version writes and reads. */
const FORMAT = 'postern storage 1';
const RESTORE = 'Restore the folder from a backup.';

/** Where the files of large content are. */
export function blobFolder(folder: string): string {
  return join(folder, 'blobs');
}

/** Where the ordered keys are. */
export function databaseFolder(folder: string): string {
  return join(folder, DATABASE);
}

/** Opens or makes the database of a store. */
export async function openLevel(settings: StoreSettings): Promise<Level> {
  if (settings.memory) {
    const level: Level = new MemoryLevel<Uint8Array, Uint8Array>({ ...ENCODINGS, storeEncoding: 'view' });
    await level.open();
    await level.put(FORMAT_KEY, Buffer.from(FORMAT));
    return level;
  }
  if (settings.folder === '') throw new StorageError('no-folder', 'a store needs a folder');
  try {
    return (await prepare(settings.folder)) ? await create(settings) : await openExisting(settings);
  } catch (error) {
    if (error instanceof StorageError) throw error;
    const text = `the store in ${settings.folder} cannot be opened: ${errorText(error)}`;
    throw new StorageFailed('open-failed', text, { cause: error });
  }
}

/** True if the database is to be made. */
async function prepare(folder: string): Promise<boolean> {
  await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  const names = (await fs.readdir(folder)).filter(name => name !== 'lost+found');
  if (names.includes(MARK)) return true;
  if (names.length === 0) {
    await fs.writeFile(join(folder, MARK), '', { flush: true } as object);
    await syncFolder(folder);
    return true;
  }
  const inside = await fs.readdir(databaseFolder(folder)).catch(() => null);
  if (inside === null)
    throw refuse(
      folder,
      'no-database',
      `there are files, but no folder ${DATABASE}. Give an empty folder, or`,
    );
  if (!inside.includes('CURRENT'))
    throw refuse(folder, 'damaged', `the file ${DATABASE}/CURRENT is missing.`);
  return false;
}

async function create(settings: StoreSettings): Promise<Level> {
  const folder = settings.folder;
  const database = databaseFolder(folder);
  let level: Level;
  try {
    level = await openAt(settings, true);
  } catch (error) {
    if (error instanceof StorageLocked) throw error;
    // an unfinished first start
    await fs.rm(database, { recursive: true, force: true });
    level = await openAt(settings, true);
  }
  await level.put(FORMAT_KEY, Buffer.from(FORMAT), { sync: true } as object);
  await syncFolder(database);
  await syncFolder(folder);
  await fs.rm(join(folder, MARK));
  await syncFolder(folder);
  return level;
}

async function openExisting(settings: StoreSettings): Promise<Level> {
  const [damage] = await checkLogs(databaseFolder(settings.folder));
  if (damage !== undefined) throw refuse(settings.folder, 'damaged', `${damage}.`);
  const level = await openAt(settings, false);
  try {
    const format = readLevel(level, FORMAT_KEY);
    if (format === undefined) throw refuse(settings.folder, 'damaged', 'the database has no format record.');
    const text = Buffer.from(format).toString('latin1');
    if (text !== FORMAT) {
      const hint = `it has the format ${JSON.stringify(text.slice(0, 60))}, this version reads "${FORMAT}". Use the version that wrote it, or`;
      throw refuse(settings.folder, 'wrong-format', hint);
    }
    return level;
  } catch (error) {
    await level.close();
    throw error;
  }
}

/** Frees space, where the database can. */
export async function compactLevel(level: Level): Promise<void> {
  if (!('compactRange' in level) || typeof level.compactRange !== 'function') return;
  await level.compactRange(Uint8Array.of(0), Uint8Array.of(0xff));
}

async function openAt(settings: StoreSettings, createIfMissing: boolean): Promise<Level> {
  const location = databaseFolder(settings.folder);
  try {
    if (settings.database !== null) return await settings.database(location);
    const level = new LevelDB<Uint8Array, Uint8Array>(location, ENCODINGS as object);
    await level.open({
      createIfMissing,
      cacheSize: settings.cacheBytes,
      writeBufferSize: settings.writeBufferBytes,
    } as object);
    return level as unknown as Level;
  } catch (error) {
    throw openError(error, settings.folder);
  }
}

function openError(error: unknown, folder: string): Error {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const text = errorText(cause);
  if (errorCode(cause) === 'LEVEL_LOCKED')
    return new StorageLocked(
      'locked',
      `the store in ${folder} is open in another process: stop that one first`,
      {
        cause,
      },
    );
  if (errorCode(cause) === 'LEVEL_CORRUPTION' || /corruption|does not exist|no such file/i.test(text))
    return refuse(folder, 'damaged', `${text}.`, cause);
  return new StorageFailed('open-failed', `the store in ${folder} cannot be opened: ${text}`, { cause });
}

function refuse(folder: string, code: string, why: string, cause?: unknown): StorageDamaged {
  return new StorageDamaged(code, `the store in ${folder} cannot be used: ${why} ${RESTORE}`, { cause });
}
