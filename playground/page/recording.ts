/** Links to recordings of the server that the playground comes from. */

const SIGN = '#recording=';

/** Bytes of a recording at most. */
const MOST = 256 * 1024 * 1024;

/** The address in a fragment; null when it is none of a recording. Other servers are never asked. */
export function recordingAddress(fragment: string, here: string): string | null {
  if (!fragment.startsWith(SIGN)) return null;
  try {
    const address = new URL(decodeURIComponent(fragment.slice(SIGN.length)), here);
    return address.origin === new URL(here).origin ? address.href : null;
  } catch {
    return null;
  }
}

/** Loads a recording. The errors are for the user. */
export async function fetchRecording(address: string): Promise<Uint8Array> {
  const response = await fetch(address, { credentials: 'same-origin', redirect: 'error' });
  if (response.status === 401 || response.status === 403) throw new Error('You may not see this recording.');
  if (!response.ok) throw new Error('There is no such recording any more.');
  if (Number(response.headers.get('content-length') ?? 0) > MOST)
    throw new Error('The recording is too large.');
  return new Uint8Array(await response.arrayBuffer());
}
