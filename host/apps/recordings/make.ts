/** Makes what is kept of a failed run: its recording without secrets, with the sources of its units. */
import { encodePlain } from '../../../runtime/codec/index.js';
import type { Plain } from '../../../runtime/index.js';
import { openRecording, sealRecording } from '../../../runtime/recording/file.js';
import { readRecording } from '../../../runtime/recording/read.js';
import { type SkinSource, sourceText } from '../sources.js';
import type { AppFailure, RequestContext } from '../types.js';
import { redactRecording } from './redact.js';
import { secretsOf } from './secrets.js';
import type { RecordingInfo } from './shelf.js';

/** A run that failed, with its recording. */
export interface FailedRun {
  readonly context: RequestContext;
  /** Program or page of the request. */
  readonly file: string;
  readonly failure: AppFailure;
  readonly recording: Uint8Array;
}

export interface MadeRecording {
  readonly info: Omit<RecordingInfo, 'id' | 'size'>;
  readonly bytes: Uint8Array;
}

/**
 * The recording of a failed run as it is kept. `sources` of it holds the texts of its files by name, `about` what failed
 * where; readers of recordings that do not know these parts pass them over.
 */
export async function makeRecording(
  { context, file, failure, recording }: FailedRun,
  skins: SkinSource,
  version: string,
): Promise<MadeRecording> {
  const time = new Date().toISOString();
  const { units, loaded } = readRecording(recording);
  const names = new Set([...units, ...loaded].flatMap(unit => unit?.files ?? []));
  const sources: Record<string, Plain> = Object.create(null);
  for (const name of names) {
    const bytes = await skins.read(context.skin, name);
    if (bytes !== null) sources[name] = sourceText(bytes);
  }
  const secrets = secretsOf(context);
  const { content, count } = redactRecording(openRecording(recording) as Record<string, Plain>, secrets);
  const { code, number, line, column } = failure;
  const info = {
    time,
    domain: context.domain,
    skin: context.skin.skin,
    file,
    code,
    number,
    message: cover(failure.message, secrets),
    place: line > 0 ? `${failure.file}:${line}:${column}` : failure.file,
    tag: context.tag,
    version,
    covered: count,
  };
  return { info, bytes: sealRecording(encodePlain({ ...content, sources, about: info })) };
}

/** Messages quote values. */
function cover(text: string, secrets: ReadonlySet<string>): string {
  let covered = text;
  for (const secret of secrets) covered = covered.replaceAll(secret, '*'.repeat(secret.length));
  return covered;
}
