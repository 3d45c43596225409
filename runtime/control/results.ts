/** From what a worker reports to what the caller gets. */
import { renderFrame } from '../../compiler/diagnostics/frame.js';
import { decode } from '../codec/decode.js';
import { failure } from '../errors/failure.js';
import type { Limits } from '../limits.js';
import type { RunResult, RuntimeFailure, UnitRequest } from '../types.js';
import type { EncodedResult } from '../worker/messages.js';
import { EMPTY_RESPONSE } from '../worker/response.js';

/** At once, unless source text is wanted for the frame of a failure. */
export function resultOf(
  encoded: EncodedResult,
  request: UnitRequest | null,
  limits: Limits,
): RunResult | Promise<RunResult> {
  if (isPlain(encoded)) return encoded;
  const { session, error, ...rest } = encoded;
  if (error) return withFrame(error, request).then(framed => ({ ...rest, error: framed }));
  if (!session) return rest;
  try {
    return { ...rest, session: decode(session, limits) };
  } catch {
    return {
      ...rest,
      outcome: 'failed',
      response: EMPTY_RESPONSE,
      error: failure('not-a-value', ['the session dataset']),
    };
  }
}

/** Nothing in it waits to be decoded. */
const isPlain = (result: EncodedResult | RunResult): result is RunResult =>
  result.error === undefined && result.session === undefined;

/** Adds the lines around the failing statement, when the host has the source. */
async function withFrame(error: RuntimeFailure, request: UnitRequest | null): Promise<RuntimeFailure> {
  const [place] = error.frames;
  if (!place || !request?.source) return error;
  try {
    const source = await request.source(place.file);
    return source === null ? error : { ...error, frame: renderFrame(source, place) };
  } catch {
    return error;
  }
}
