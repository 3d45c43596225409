/** From what a worker reports to what the caller gets. */
import { renderFrame } from '../../compiler/diagnostics/frame.js';
import { decode } from '../codec/decode.js';
import { failure } from '../errors/failure.js';
import type { Limits } from '../limits.js';
import type { RunResult, RuntimeFailure, UnitRequest } from '../types.js';
import { EMPTY_RESPONSE } from '../worker/response.js';
import type { EncodedResult } from '../worker/messages.js';

export async function resultOf(
  encoded: EncodedResult,
  request: UnitRequest | null,
  limits: Limits,
): Promise<RunResult> {
  const { session, error, ...rest } = encoded;
  if (error) return { ...rest, error: await withFrame(error, request) };
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
