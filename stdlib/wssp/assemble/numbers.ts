/** SIZE, DURATION, HTMLSUBST (wssp.md section 5). */
import type { Bytes } from '../../values/types.js';

const SIZE_LIMIT = 10240n;
const SIZE_STEP = 1024n;

/** A number of bytes: decimal below 10240, else rounded to K, M or G. */
export function formatSize(digits: Bytes): Bytes {
  let n = BigInt(digits);
  let unit = '';
  for (const larger of ['K', 'M', 'G']) {
    if (n < SIZE_LIMIT) break;
    n = (n + SIZE_STEP / 2n) / SIZE_STEP;
    unit = larger;
  }
  return n + unit;
}

/** A number of seconds: `m:ss`, from one hour on `h:mm:ss`. */
export function formatDuration(digits: Bytes): Bytes {
  const n = BigInt(digits);
  const seconds = n < 0n ? -n : n;
  const two = (part: bigint): string => String(part).padStart(2, '0');
  const [hours, minutes, rest] = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n];
  const text = hours > 0n ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  return n < 0n ? `-${text}` : text;
}

/** `^0` to `^9` become parameters, `^^` a `^`; one pass, so parameters are not searched. */
export function substitute(text: Bytes, parameters: readonly Bytes[]): Bytes {
  return text.replace(/\^([0-9^])/g, (_, code: string) =>
    code === '^' ? '^' : (parameters[Number(code)] ?? ''),
  );
}
