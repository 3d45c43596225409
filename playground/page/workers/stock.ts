/**
 * The stock skin behind the workspace, as every server has it. It is loaded when a page includes a part or asks for a text
 * that the workspace does not have.
 */
import type { FileSource } from '../../language/types.js';
import { TableFiles } from './files.js';
import type { FileTable } from './protocol.js';

const INCLUDE = /<!--%%\s*INCLUDE\s*"([^"]+)"/gi;
const ASKS_FOR_TEXT = /\b(?:STRING|DICTIONARY|ARRAY)\s*\(/i;

let loading: Promise<TableFiles> | null = null;

async function load(): Promise<TableFiles> {
  const response = await fetch(new URL('stock.json', self.location.href));
  if (!response.ok) throw new Error(`stock.json: ${response.status}`);
  return new TableFiles((await response.json()) as FileTable);
}

function isWanted(files: FileSource): boolean {
  const names = files.list();
  // beside the page, in whatever folder: one that is found too much is asked for by nobody
  const there = new Set(names.map(name => name.slice(name.lastIndexOf('/') + 1).toLowerCase()));
  return names.some(name => {
    const text = /\.wss[pi]$/i.test(name) ? files.read(name.toLowerCase()) : null;
    if (text === null) return false;
    if (ASKS_FOR_TEXT.test(text) && !there.has('strings.data')) return true;
    for (const [, part = ''] of text.matchAll(INCLUDE)) if (!there.has(part.toLowerCase())) return true;
    return false;
  });
}

/** The stock skin when the files need it. Null when they do not, or when it does not come: then they run without. */
export async function stockBehind(files: FileSource): Promise<TableFiles | null> {
  if (!isWanted(files)) return null;
  loading ??= load();
  try {
    return await loading;
  } catch {
    loading = null;
    return null;
  }
}
