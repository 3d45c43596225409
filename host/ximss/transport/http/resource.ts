/** Which resource of the protocol a URL names (ximss.md 1.5.1). Names are matched without regard to letter case. */

/** Parameters of a URL or form by name in small letters; of equal names the first wins. */
export type Parameters = ReadonlyMap<string, string>;

export type Resource =
  | { readonly kind: 'login'; readonly query: Parameters }
  | {
      readonly kind: Named;
      readonly session: string;
      readonly query: Parameters;
    }
  | {
      readonly kind: Filed;
      readonly session: string;
      /** What follows the resource name, still percent-encoded, in parts between slashes. */
      readonly rest: readonly string[];
      readonly query: Parameters;
    };

type Named = 'sync' | 'async' | 'get' | 'ws' | 'kill';
type Filed = 'mime' | 'format' | 'upload' | 'download';

const SESSION = /^\/session\/([^/]*)\/(.*)$/i;
const NAMED = /^(sync|async|get|ws|kill)\/?$/i;
const FILED = /^(mime|format|upload|download)\/(.+)$/i;

/** The resource of a request target, null when it belongs to somebody else. */
export function readResource(url: string): Resource | null {
  if (url[1] !== 's' && url[1] !== 'S' && url[1] !== 'x' && url[1] !== 'X') return null;
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  if (/^\/ximsslogin\/?$/i.test(path)) return { kind: 'login', query: queryOf(url, mark) };
  const match = SESSION.exec(path);
  if (match === null) return null;
  const session = match[1] as string;
  const rest = match[2] as string;
  const named = NAMED.exec(rest)?.[1]?.toLowerCase() as Named | undefined;
  if (named !== undefined) return { kind: named, session, query: queryOf(url, mark) };
  const filed = FILED.exec(rest);
  if (filed !== null) {
    const kind = (filed[1] as string).toLowerCase() as Filed;
    return { kind, session, rest: (filed[2] as string).split('/'), query: queryOf(url, mark) };
  }
  if (rest !== '' || mark < 0) return null;
  const query = queryOf(url, mark);
  return query.has('ackseq') || query.has('maxwait') ? { kind: 'get', session, query } : null;
}

const NONE: Parameters = new Map();

function queryOf(url: string, mark: number): Parameters {
  return mark < 0 ? NONE : readForm(url.slice(mark + 1));
}

/** Most parameters that are read. */
const MOST = 200;

/** Parameters of a query or of an urlencoded body; values are bytes. */
export function readForm(text: string): Parameters {
  const found = new Map<string, string>();
  for (const part of text.split('&', MOST)) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals)).toLowerCase();
    if (!found.has(name)) found.set(name, equals < 0 ? '' : decode(part.slice(equals + 1)));
  }
  return found;
}

function decode(text: string): string {
  const plain = text.indexOf('+') < 0 ? text : text.replaceAll('+', ' ');
  return decodePercent(plain);
}

/** `%41` as bytes; what is no code stays as it is. */
export function decodePercent(text: string): string {
  if (text.indexOf('%') < 0) return text;
  return text.replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
