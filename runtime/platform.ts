/** What every platform with workers has, under its usual names. */

/** Most bytes that one call gives. */
const MOST = 65_536;

export function randomBytes(count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  for (let at = 0; at < count; at += MOST)
    crypto.getRandomValues(bytes.subarray(at, Math.min(at + MOST, count)));
  return bytes;
}

/** Calls back after `ms` milliseconds; gives the function that prevents it. */
export function after(ms: number, callback: () => void): () => void {
  // Longer ones would fire at once.
  const timer = setTimeout(callback, Math.min(ms, 2 ** 31 - 1));
  return () => clearTimeout(timer);
}

/** Calls back soon, after other work that waits. */
export const defer: (callback: () => void) => void = makeDefer();

function makeDefer(): (callback: () => void) => void {
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => unknown };
  if (setImmediate) return callback => void setImmediate(callback);
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return callback => {
    waiting.push(callback);
    port2.postMessage(0);
  };
}
