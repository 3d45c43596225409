/**
 * A whole workspace in the fragment of an address: nothing of it is sent to a server. The fragment holds a version, a
 * check value and the compressed workspace.
 */
import { workspaceOf } from './check.js';
import { MOST_BYTES, type Workspace } from './workspace.js';

const VERSION = '1';
const PATTERN = /^#(\d+)\.([0-9a-f]{8})\.([\w-]+)$/;

/** Why a link cannot be opened. */
export class BadLink extends Error {}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: GenericTransformStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    // a small link can hold a bomb
    if (size > 2 * MOST_BYTES) throw new BadLink('The link holds more than the playground takes.');
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** FNV-1a: enough to notice a cut or changed link. */
function checkOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** Bytes as `{"$bytes": base64}`, since JSON has none. */
const pack = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? { $bytes: toBase64(value) } : value;
const unpack = (_key: string, value: unknown): unknown => {
  const bytes = (value as { $bytes?: unknown } | null)?.$bytes;
  return typeof bytes === 'string' ? fromBase64(bytes) : value;
};

/** The fragment of a workspace, with its number sign. */
export async function toFragment(workspace: Workspace): Promise<string> {
  const plain = new TextEncoder().encode(JSON.stringify(workspace, pack));
  const body = toBase64(await through(plain, new CompressionStream('deflate-raw')));
  return `#${VERSION}.${checkOf(body)}.${body}`;
}

/** The workspace of a fragment. Throws `BadLink` with a text for the user. */
export async function fromFragment(fragment: string): Promise<Workspace> {
  const [, version, check, body = ''] = PATTERN.exec(fragment) ?? [];
  if (version === undefined) throw new BadLink('The link is damaged: it is no workspace.');
  if (version !== VERSION) {
    throw new BadLink(
      `The link was made by version ${version} of the playground, this is version ${VERSION}.`,
    );
  }
  if (check !== checkOf(body)) throw new BadLink('The link is damaged: a part of it is missing or changed.');
  let value: unknown;
  try {
    const bytes = await through(fromBase64(body), new DecompressionStream('deflate-raw'));
    value = JSON.parse(new TextDecoder().decode(bytes), unpack);
  } catch (error) {
    throw error instanceof BadLink ? error : new BadLink('The link is damaged: it cannot be unpacked.');
  }
  const workspace = workspaceOf(value);
  if (workspace === null) throw new BadLink('The link holds no workspace.');
  return workspace;
}
