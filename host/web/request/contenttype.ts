/** The Content-Type field of a request. */
import { encodingExists } from '../../../stdlib/charsets/index.js';
import { Refusal } from './refusal.js';

/** How a form body is encoded. */
export type FormKind = 'urlencoded' | 'multipart';

const mediaType = /^[!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+$/i;
const charsetOf = /;[ \t]*charset[ \t]*=[ \t]*"?([^";\s]*)"?/i;

const boundaryForm = /;[ \t]*boundary[ \t]*=[ \t]*(?:"([^"]{1,200})"|([^\s";]{1,200})(?![^\s;]))/i;

/** What parts of a form are between, null without it. */
export function boundaryOf(field: string): string | null {
  const match = boundaryForm.exec(field);
  return match?.[1] ?? match?.[2] ?? null;
}

const kinds: Readonly<Record<string, FormKind>> = {
  'application/x-www-form-urlencoded': 'urlencoded',
  'multipart/form-data': 'multipart',
};

/** A checked Content-Type. */
export interface ContentType {
  readonly form: FormKind | null;
  /** Charset parameter in small letters, null without one. */
  readonly charset: string | null;
}

const none: ContentType = { form: null, charset: null };

/** True for a charset this server can read. */
export function isKnownCharset(name: string): boolean {
  return /^[\w.:+-]{1,40}$/.test(name) && encodingExists(name) && !/^(base64|hex|binary)$/i.test(name);
}

/**
 * Reads the field.
 * @throws Refusal for text that is no media type, an unknown charset of a form, a form without boundary
 */
export function readContentType(field: string | undefined): ContentType {
  if (field === undefined) return none;
  const end = field.indexOf(';');
  const type = (end < 0 ? field : field.slice(0, end)).trim().toLowerCase();
  if (!mediaType.test(type)) throw new Refusal('bad-header');
  const form = Object.hasOwn(kinds, type) ? (kinds[type] ?? null) : null;
  if (form === null) return none;
  const charset = charsetOf.exec(field)?.[1]?.toLowerCase() ?? null;
  if (charset !== null && !isKnownCharset(charset)) throw new Refusal('bad-charset');
  if (form === 'multipart' && boundaryOf(field) === null) throw new Refusal('bad-form');
  return { form, charset };
}
