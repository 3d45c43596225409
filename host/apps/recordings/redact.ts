/**
 * Removes secrets from recordings. A secret is replaced by as many asterisks, wherever it stands in what came in from
 * outside: lengths stay, so the recording still replays. Code and sources stay as they are: administrators can read them anyway.
 */
import type { Plain } from '../../../runtime/index.js';
import { addSecretsOf } from './secrets.js';

/** Shorter secrets are replaced only where they are a whole text, so that no part of the encoding is taken for one. */
const SHORT = 5;
/** Mark of a text in the encoding of values. */
const TEXT = 7;
const STAR = 0x2a;

type PlainRecord = { readonly [key: string]: Plain };

/** What to look for, and how much of it goes before the secret itself. */
interface Pattern {
  readonly bytes: Buffer;
  readonly skip: number;
}

function patternOf(secret: string): Pattern | null {
  const bytes = Buffer.from(secret, 'latin1');
  if (bytes.toString('latin1') !== secret) return null;
  if (bytes.length >= SHORT) return { bytes, skip: 0 };
  return { bytes: Buffer.concat([Buffer.of(TEXT, bytes.length * 2), bytes]), skip: 2 };
}

function cover(bytes: Uint8Array, patterns: readonly Pattern[]): { bytes: Uint8Array; count: number } {
  const copy = Buffer.from(bytes);
  let count = 0;
  for (const { bytes: pattern, skip } of patterns) {
    for (let at = copy.indexOf(pattern); at >= 0; at = copy.indexOf(pattern, at + pattern.length)) {
      copy.fill(STAR, at + skip, at + pattern.length);
      count++;
    }
  }
  return { bytes: new Uint8Array(copy), count };
}

const isBytes = (plain: Plain | undefined): plain is Uint8Array => plain instanceof Uint8Array;

/**
 * @param content an opened recording
 * @param secrets known secrets; those in the recording are added
 */
export function redactRecording(
  content: PlainRecord,
  secrets: Set<string>,
): { readonly content: PlainRecord; readonly count: number } {
  const beginning = content.beginning as PlainRecord;
  const entries = content.entries as readonly (readonly Plain[])[];
  const parts: Plain[] = [
    beginning.argument ?? null,
    beginning.session ?? null,
    ...entries.map(entry => entry[1] ?? null),
  ];
  for (const part of parts) if (isBytes(part)) addSecretsOf(part, secrets);
  // Longer ones first: one may be a part of another.
  const patterns = [...secrets]
    .sort((a, b) => b.length - a.length)
    .map(patternOf)
    .filter(pattern => pattern !== null);
  let count = 0;
  const clean = (plain: Plain | undefined): Plain => {
    if (!isBytes(plain)) return plain ?? null;
    const covered = cover(plain, patterns);
    count += covered.count;
    return covered.bytes;
  };
  return {
    content: {
      ...content,
      beginning: { ...beginning, argument: clean(beginning.argument), session: clean(beginning.session) },
      entries: entries.map(([what, value, ...more]) => [what ?? '', clean(value), ...more]),
    },
    count,
  };
}
