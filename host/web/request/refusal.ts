/**
 * Why the web face refuses a request before any page or program sees it. One table; the answer is a small page
 * with the text, never what the client sent.
 */

/** One kind of refusal. */
interface Entry {
  readonly status: number;
  readonly text: string;
}

/** Every refusal by its code. */
export const refusals = {
  'bad-url': { status: 400, text: 'The address is malformed.' },
  'bad-percent': { status: 400, text: 'The address has a percent sign without two hexadecimal digits.' },
  'bad-encoding': { status: 400, text: 'A name or value is not valid UTF-8 text.' },
  'bad-host': { status: 400, text: 'The Host field is missing or malformed.' },
  'bad-header': { status: 400, text: 'A header field is malformed.' },
  'bad-http': { status: 400, text: 'The request is not valid HTTP.' },
  'bad-form': { status: 400, text: 'The form data is malformed.' },
  'bad-charset': { status: 400, text: 'The form names a character set that this server does not know.' },
  'bad-continue': { status: 417, text: 'The expectation is not supported.' },
  incomplete: { status: 400, text: 'The request ended too early.' },
  timeout: { status: 408, text: 'The request took too long.' },
  'too-many-parameters': { status: 400, text: 'The request has too many parameters.' },
  'name-too-long': { status: 400, text: 'The name of a parameter is too long.' },
  method: { status: 405, text: 'Only GET, HEAD and POST are supported.' },
  'too-large': { status: 413, text: 'The request is too large.' },
  'upload-too-large': { status: 413, text: 'An uploaded file is too large.' },
  'url-too-long': { status: 414, text: 'The address is too long.' },
  'media-type': { status: 415, text: 'The encoding of the request body is not supported.' },
  'transfer-coding': { status: 501, text: 'The transfer coding is not supported.' },
  'header-too-large': { status: 431, text: 'The header fields are too large.' },
  foreign: { status: 403, text: 'The request came from a page of another site.' },
  'stale-form': { status: 403, text: 'The form is too old. Open the page again and repeat the action.' },
  busy: { status: 503, text: 'The server is busy. Try again later.' },
} as const satisfies Record<string, Entry>;

export type RefusalCode = keyof typeof refusals;

/** Ends the handling of a request with a small page. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(readonly code: RefusalCode) {
    const entry: Entry = refusals[code];
    super(entry.text);
    this.status = entry.status;
  }
}
