/**
 * The request target (the second word of the request line). The path is handled here and nowhere else: raw, so that
 * `+` stays a plus sign, with repeated slashes as one where names are looked up (webapp.md B1).
 */
import { Refusal } from './refusal.js';

/** A checked target. */
export interface Target {
  /** As sent, percent-encoded, without parameters. */
  readonly path: string;
  /** Text after the first `?`, null without one. */
  readonly query: string | null;
  /** Host and port of an absolute target (`GET http://host/path`), which wins over the Host field. */
  readonly authority: string | null;
  /** Decoded parts between slashes, empty ones included; the first slash of the path comes before the first part. */
  readonly parts: readonly string[];
  /** The path for the route table: decoded, repeated slashes as one. */
  readonly route: string;
}

const visible = /^[!-~]+$/;
const badPercent = /%(?![0-9a-f]{2})/i;
const absolute = /^https?:\/\/([^/?#]*)/i;
const hostile = /[\u0000-\u001f\u007f/\\]/;

/** Decodes one part. A part can hold no slash, backslash or control symbol: names of files never do. */
function decodePart(part: string): string {
  let text: string;
  try {
    text = decodeURIComponent(part);
  } catch {
    throw new Refusal('bad-encoding');
  }
  if (hostile.test(text)) throw new Refusal('bad-url');
  return text;
}

/**
 * Reads a target.
 * @param limit longest target in bytes
 * @throws Refusal for everything that is no clean path
 */
export function readTarget(target: string, limit: number): Target {
  if (target.length > limit) throw new Refusal('url-too-long');
  if (!visible.test(target) || target.includes('#')) throw new Refusal('bad-url');
  let rest = target;
  let authority: string | null = null;
  if (target.charCodeAt(0) !== 0x2f) {
    const match = absolute.exec(target);
    if (match === null) throw new Refusal('bad-url');
    authority = match[1] ?? '';
    rest = target.slice(match[0].length);
    if (!rest.startsWith('/')) rest = `/${rest}`;
  }
  const encoded = rest.includes('%');
  if (encoded && badPercent.test(rest)) throw new Refusal('bad-percent');
  const mark = rest.indexOf('?');
  const path = mark < 0 ? rest : rest.slice(0, mark);
  const query = mark < 0 ? null : rest.slice(mark + 1);
  const raw = path.slice(1).split('/');
  const parts = path.includes('%') || path.includes('\\') ? raw.map(decodePart) : raw;
  return { path, query, authority, parts, route: routePath(path, parts) };
}

/** The path with single slashes; one at the end stays. */
function routePath(path: string, parts: readonly string[]): string {
  if (!path.includes('%') && !path.includes('//')) return path;
  const names = parts.filter(part => part !== '');
  const end = parts.at(-1) === '' && names.length > 0 ? '/' : '';
  return `/${names.join('/')}${end}`;
}
