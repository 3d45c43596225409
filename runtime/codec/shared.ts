/** Values that many runs are given and nobody changes: encoded once. */
import type { Value } from '../../stdlib/values/types.js';
import type { Encoder } from './encode.js';
import type { EdgeLimits } from './format.js';

interface Encoded {
  readonly bytes: Uint8Array;
  readonly limits: EdgeLimits;
}

const encodings = new WeakMap<object, Encoded | null>();

/** Says that a value, with all its parts, never changes. */
export function share(value: Value): Value {
  if (typeof value === 'object' && value !== null && !encodings.has(value)) encodings.set(value, null);
  return value;
}

/** The encoded value; of a shared one always the same bytes. Throws what the encoder throws. */
export function encodeShared(encoder: Encoder, value: Value & object, limits: EdgeLimits): Uint8Array {
  const known = encodings.get(value);
  if (known === undefined) return encoder.encode(value, limits);
  const { valueBytes, valueDepth } = limits;
  if (known?.limits.valueBytes === valueBytes && known.limits.valueDepth === valueDepth) return known.bytes;
  const bytes = encoder.encode(value, limits);
  encodings.set(value, { bytes, limits: { valueBytes, valueDepth } });
  return bytes;
}
