/** Sources that a recording of a server brings with it. */
import type { Plain } from '../../runtime/environment.js';
import { ProgramException } from '../../runtime/errors/failure.js';
import { openRecording } from '../../runtime/recording/file.js';

/** Files and bytes that are taken at most; a recording is not trusted. */
const MOST_FILES = 500;
const MOST_TEXT = 16 * 1024 * 1024;

/** Names of files of a skin; no folders. */
const NAME = /^[^/\\\0]{1,255}$/;

/**
 * Texts of the files by name; null when the recording has none.
 * @throws ProgramException `bad-recording`
 */
export function sourcesOf(recording: Uint8Array): Readonly<Record<string, string>> | null {
  const { sources } = openRecording(recording) as { readonly [key: string]: Plain };
  if (
    typeof sources !== 'object' ||
    sources === null ||
    Array.isArray(sources) ||
    sources instanceof Uint8Array
  )
    return null;
  const files: Record<string, string> = {};
  let left = MOST_TEXT;
  for (const [name, text] of Object.entries(sources).slice(0, MOST_FILES)) {
    if (typeof text !== 'string' || !NAME.test(name) || name === '__proto__')
      throw new ProgramException('bad-recording', 'a source is damaged');
    left -= text.length;
    if (left < 0) throw new ProgramException('bad-recording', 'its sources are too long');
    files[name] = text;
  }
  return Object.keys(files).length === 0 ? null : files;
}
