/** Is something from outside (a link, a file, the storage of the browser) a workspace? */
import { EMPTY_REQUEST, type RequestSpec } from '../sandbox/request.js';
import { EMPTY, MOST_BYTES, MOST_FILES, type Workspace } from './workspace.js';

type Json = Record<string, unknown>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);

function pairs(value: unknown): [string, string][] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(
      (pair): pair is [string, string] =>
        Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string',
    )
    .map(([name, content]) => [name, content]);
}

function bodyOf(value: unknown): RequestSpec['body'] {
  if (!isRecord(value)) return { kind: 'none' };
  if (value.kind === 'form') return { kind: 'form', values: pairs(value.values) };
  if (value.kind === 'text')
    return { kind: 'text', type: text(value.type, 'text/plain'), text: text(value.text, '') };
  if (value.kind === 'upload') {
    const bytes =
      value.bytes instanceof Uint8Array ? value.bytes : new TextEncoder().encode(text(value.content, ''));
    return { kind: 'upload', name: text(value.name, 'file'), file: text(value.file, 'file'), bytes };
  }
  return { kind: 'none' };
}

function requestOf(value: unknown): RequestSpec {
  if (!isRecord(value)) return EMPTY_REQUEST;
  const path = text(value.path, '/');
  return {
    method: text(value.method, 'GET').slice(0, 20),
    path: path.startsWith('/') ? path : `/${path}`,
    query: pairs(value.query),
    fields: pairs(value.fields),
    secure: value.secure !== false,
    body: bodyOf(value.body),
    session: value.session !== false,
    language: typeof value.language === 'string' ? value.language : null,
    timeZone: typeof value.timeZone === 'string' ? value.timeZone : null,
  };
}

/** A workspace with everything in its place; null when there is nothing of it. */
export function workspaceOf(value: unknown): Workspace | null {
  if (!isRecord(value) || !isRecord(value.files)) return null;
  const entries = Object.entries(value.files).filter(
    (entry): entry is [string, string | Uint8Array] =>
      typeof entry[1] === 'string' || entry[1] instanceof Uint8Array,
  );
  const size = entries.reduce((sum, [, content]) => sum + content.length, 0);
  if (entries.length === 0 || entries.length > MOST_FILES || size > MOST_BYTES) return null;
  const files = Object.fromEntries(entries);
  const has = (name: unknown): name is string => typeof name === 'string' && Object.hasOwn(files, name);
  return {
    name: text(value.name, EMPTY.name).slice(0, 100),
    files,
    active: has(value.active) ? value.active : (entries[0]?.[0] ?? ''),
    main: has(value.main) ? value.main : null,
    entry: text(value.entry, 'Main').slice(0, 100),
    request: requestOf(value.request),
    dataset: text(value.dataset, '{}'),
    session: text(value.session, '{}'),
  };
}
