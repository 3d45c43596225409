/** Looks at everything that is stored and tells what is wrong. */
import { createHash } from 'node:crypto';
import type { BlobFiles } from './blobs/files.js';
import { contentKey, decodeRecord, idOf, isBlobId, isInline } from './blobs/records.js';
import { decodeChange, seqOf } from './changelog.js';
import { checkTables } from './check/table.js';
import { errorText } from './errors.js';
import type { KeyRange } from './keys.js';
import { type Level, readLevel, Space, spaceRange, USER_END } from './level.js';
import { mergedRange } from './merge.js';
import type { Entry } from './types.js';

/** What `verify` found. */
export interface Report {
  readonly ok: boolean;
  readonly entries: number;
  readonly bytes: number;
  readonly changes: number;
  readonly blobs: number;
  readonly blobBytes: number;
  /** Files nothing refers to; they go at the next start. */
  readonly orphans: number;
  /** One text for each thing that is wrong; not more than 100 are kept. */
  readonly problems: readonly string[];
  /** Number of problems. */
  readonly wrong: number;
}

const MAX_PROBLEMS = 100;
const NO_PATCHES = new Map<string, never>();

interface Findings {
  entries: number;
  bytes: number;
  changes: number;
  blobs: number;
  blobBytes: number;
  orphans: number;
  problems: string[];
  wrong: number;
}

/** Reads the whole store as it is on disk. `database` is the folder of the ordered keys; `known` tells files that are written, but not referred to. */
export async function verifyStore(
  level: Level,
  database: string | null,
  files: BlobFiles | null,
  known: (id: string) => boolean,
): Promise<Report> {
  const found: Findings = {
    entries: 0,
    bytes: 0,
    changes: 0,
    blobs: 0,
    blobBytes: 0,
    orphans: 0,
    problems: [],
    wrong: 0,
  };
  if (database !== null)
    await part(found, 'the tables', async () => {
      for (const problem of await checkTables(database)) note(found, problem);
    });
  await part(found, 'the keys', () => users(level, found));
  await part(found, 'the change log', () => changes(level, found));
  await part(found, 'the content', () => blobs(level, files, found));
  if (files !== null) await part(found, 'the files', () => orphans(files, known, found));
  return { ...found, ok: found.wrong === 0 };
}

async function part(found: Findings, what: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    note(found, `${what}: ${errorText(error)}`);
  }
}

function note(found: Findings, problem: string): void {
  found.wrong++;
  if (found.problems.length < MAX_PROBLEMS) found.problems.push(problem);
}

function all(level: Level, range: KeyRange): AsyncIterable<Entry> {
  return mergedRange(level, range, () => NO_PATCHES);
}

async function users(level: Level, found: Findings): Promise<void> {
  for await (const { key, value } of all(level, { gte: new Uint8Array(0), lt: USER_END })) {
    found.entries++;
    found.bytes += key.length + value.length;
  }
}

async function changes(level: Level, found: Findings): Promise<void> {
  let expected = 0;
  for await (const { key, value } of all(level, spaceRange(Space.Changes))) {
    found.changes++;
    const seq = seqOf(key);
    if (expected !== 0 && seq !== expected) note(found, `changes ${expected} to ${seq - 1} are missing`);
    expected = seq + 1;
    try {
      decodeChange(key, value);
    } catch (error) {
      note(found, `change ${seq}: ${errorText(error)}`);
    }
  }
}

async function blobs(level: Level, files: BlobFiles | null, found: Findings): Promise<void> {
  for await (const { key, value } of all(level, spaceRange(Space.BlobRecords))) {
    found.blobs++;
    const id = idOf(key);
    try {
      const record = decodeRecord(value);
      found.blobBytes += record.size;
      const digest = isInline(id) ? inlineDigest(level, id) : await fileDigest(files, id);
      // a content that was released meanwhile is no longer there
      if (digest === undefined && level.getSync(key) === undefined) continue;
      if (digest === undefined) note(found, `content ${id} is missing`);
      else if (digest !== record.sha256) note(found, `content ${id} is damaged`);
    } catch (error) {
      note(found, `content ${id}: ${errorText(error)}`);
    }
  }
}

function inlineDigest(level: Level, id: string): string | undefined {
  const content = readLevel(level, contentKey(id));
  return content === undefined ? undefined : createHash('sha256').update(content).digest('hex');
}

async function fileDigest(files: BlobFiles | null, id: string): Promise<string | undefined> {
  const file = await files?.handle(id);
  if (files === null || file === undefined) return undefined;
  const hash = createHash('sha256');
  for await (const chunk of files.read(file, 0, Number.MAX_SAFE_INTEGER)) hash.update(chunk);
  return hash.digest('hex');
}

async function orphans(files: BlobFiles, known: (id: string) => boolean, found: Findings): Promise<void> {
  for await (const name of files.names()) {
    if (!isBlobId(name)) note(found, `a file that does not belong to the store: ${name}`);
    else if (!known(name)) found.orphans++;
  }
}
