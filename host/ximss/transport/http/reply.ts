/** Answers of the HTTP binding (ximss.md 1.5.1, 1.5.8): the reason phrase of a refusal is its error text. */
import type { ServerResponse } from 'node:http';
import type { Bytes } from '../../../../stdlib/values/types.js';
import { failedResponse, type Told } from '../../failure.js';

const XML_TYPE = 'text/xml; charset=utf-8';

/** Set-Cookie fields, null for none. */
export type Cookie = readonly string[] | null;

/** More header fields of an answer. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A refusal of the whole request. */
export class HttpRefusal extends Error {
  constructor(
    readonly status: number,
    readonly told: Told,
    readonly fields: Fields = {},
  ) {
    super(told.text);
  }
}

export const lost = (): HttpRefusal =>
  new HttpRefusal(550, { text: 'you have been disconnected', number: 550 });
export const notFound = (text: string, number = 538): HttpRefusal => new HttpRefusal(404, { text, number });

/** Sends an `XIMSS` document. */
export function sendXml(
  response: ServerResponse,
  document: Bytes,
  cookie: Cookie = null,
  status = 200,
  reason = 'OK',
  fields: Fields = {},
): void {
  if (response.destroyed || response.writableEnded) return;
  const headers: Record<string, string | number | readonly string[]> = {
    'Content-Type': XML_TYPE,
    'Content-Length': document.length,
    'Cache-Control': 'no-store',
    ...fields,
  };
  if (cookie !== null) headers['Set-Cookie'] = cookie;
  response.writeHead(status, phrase(reason), headers as Record<string, string>);
  response.end(document, 'latin1');
}

export function sendRefusal(response: ServerResponse, refusal: HttpRefusal, cookie: Cookie = null): void {
  const { status, told, fields } = refusal;
  sendXml(response, `<XIMSS>${failedResponse(null, told)}</XIMSS>`, cookie, status, told.text, fields);
}

/** What Node takes as a reason phrase. */
function phrase(text: string): string {
  return text.replace(/[^\t\x20-\x7e\x80-\xff]/g, ' ').slice(0, 200);
}
