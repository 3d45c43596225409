/** The Content fields of a part. */
import libmime from 'libmime';
import type { Bytes } from '../../../stdlib/values/types.js';
import { decodeField, unicodeOf, utf8Of } from './charset.js';
import { type Field, firstField } from './fields.js';
import { parseMediaType } from './head.js';
import type { MimePart, TransferEncoding } from './part.js';

/** Bytes of a field with parameters that are looked at. */
const LONGEST = 16 * 1024;
const WORD = /^[\w!#$&^.+-]{1,80}/;

interface Structured {
  readonly word: Bytes;
  readonly params: ReadonlyMap<Bytes, Bytes>;
}

function structured(raw: Bytes): Structured {
  const text = unicodeOf(raw.length > LONGEST ? raw.slice(0, LONGEST) : raw);
  const { value, params } = libmime.parseHeaderValue(text);
  const named = Object.entries(params).map(
    ([name, given]) => [utf8Of(name.toLowerCase()), decodeField(utf8Of(String(given)))] as const,
  );
  return { word: WORD.exec(utf8Of(value).trim())?.[0]?.toLowerCase() ?? '', params: new Map(named) };
}

const ENCODINGS: Readonly<Record<Bytes, TransferEncoding>> = {
  base64: 'base64',
  'quoted-printable': 'quoted-printable',
};

export interface PartContent
  extends Pick<
    MimePart,
    | 'type'
    | 'subtype'
    | 'typeParams'
    | 'charset'
    | 'disposition'
    | 'dispositionParams'
    | 'filename'
    | 'encoding'
  > {
  /** Line that separates the parts, without the dashes; null for what is no multipart. */
  readonly boundary: Bytes | null;
}

const NONE: ReadonlyMap<Bytes, Bytes> = new Map();

/** Reads the Content fields of a header. `inDigest`: parts are messages unless they say otherwise. */
export function contentOf(fields: readonly Field[], inDigest: boolean): PartContent {
  const rawType = firstField(fields, 'content-type');
  const rawDisposition = firstField(fields, 'content-disposition');
  const media = parseMediaType(rawType);
  const fallback = inDigest ? (['message', 'rfc822'] as const) : (['text', 'plain'] as const);
  const [type, subtype] = media ?? fallback;
  const all = rawType !== null && media ? structured(rawType).params : NONE;
  const boundary = rawBoundary(rawType) ?? all.get('boundary') ?? null;
  const typeParams = new Map([...all].filter(([name]) => name !== 'boundary'));
  const found = rawDisposition === null ? null : structured(rawDisposition);
  const dispositionParams = found?.params ?? NONE;
  const encoding = (firstField(fields, 'content-transfer-encoding') ?? '').trim().toLowerCase();
  return {
    type,
    subtype,
    typeParams,
    charset: (typeParams.get('charset') ?? '').toLowerCase(),
    disposition: found === null || found.word === '' ? null : found.word,
    dispositionParams,
    filename: dispositionParams.get('filename') ?? typeParams.get('name') ?? null,
    encoding: Object.hasOwn(ENCODINGS, encoding) ? (ENCODINGS[encoding] ?? 'identity') : 'identity',
    boundary: type === 'multipart' && boundary !== null && boundary !== '' ? boundary : null,
  };
}

/** The boundary byte for byte: decoding must not change it. */
function rawBoundary(raw: Bytes | null): Bytes | null {
  const match =
    raw === null ? null : /;\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(raw.slice(0, LONGEST));
  return match?.[1]?.trimEnd() ?? match?.[2] ?? null;
}
