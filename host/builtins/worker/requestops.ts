/**
 * The synchronous request built-ins (webapp.md E, cgpl.md 14.23): a table from built-in name to function.
 */
import { type Bytes, Kind, type Value } from '../../../stdlib/values/types.js';
import { canonicalAddress } from './address.js';
import { type RequestReader, readText } from './request.js';

type RequestOp = (request: RequestReader, ...args: Value[]) => Value;

/** Text of the host (URL, header field) as a byte string without zero bytes. */
function text(value: string | null): Bytes | null {
  return value === null ? null : value.replace(/\0/g, '');
}

/** The index argument: absent or null is the first; anything but a number from 0 finds nothing. */
function indexOf(argument: Value | undefined): number {
  if (argument === undefined || argument === null) return 0;
  return typeof argument === 'number' ? argument : -1;
}

/** Header fields that programs may read as they are. */
const plainFields = new Set(['authorization', 'referer', 'destination', 'cookie', 'user-agent']);

/** Names that GetHTTPField gives a meaning of its own. */
const namedFields: Readonly<Record<string, (request: RequestReader) => Value>> = {
  '': request => text(request.input.path),
  schema: request => (request.input.secure ? 'https' : 'http'),
  host: request => text(request.host().name),
  port: request => request.host().port,
};

/** Null without an address; a scope (`fe80::1%eth0`) is no part of an address value. */
function address(value: string | null, port: number): Value {
  const canonical = value === null ? null : canonicalAddress(value);
  return canonical === null ? null : { kind: Kind.Ip, address: canonical, port };
}

/** Every synchronous request built-in by its name in small letters. */
export const requestOps: Readonly<Record<string, RequestOp>> = {
  gethttpparameter: (request, name, index) => {
    if (typeof name !== 'string') return null;
    const raw = request.parameter(name, indexOf(index));
    return raw === null ? null : readText(raw, request.formCharset());
  },
  gethttpbinaryparameter: (request, name, index) => {
    if (typeof name !== 'string') return null;
    const raw = request.parameter(name, indexOf(index));
    return raw === null ? null : { kind: Kind.Data, bytes: raw };
  },
  gethttpfield: (request, name) => {
    if (typeof name !== 'string') return null;
    const key = name.toLowerCase();
    if (plainFields.has(key)) return text(request.field(key));
    return Object.hasOwn(namedFields, key) ? (namedFields[key]?.(request) ?? null) : null;
  },
  gethttpquery: request => text(request.input.query),
  gethttpresource: ({ input }) => text(input.query === null ? input.path : `${input.path}?${input.query}`),
  gethttpmethod: request => text(request.input.method),
  gethttptype: request => text(request.contentType()?.type ?? null),
  gethttpsubtype: request => text(request.contentType()?.subtype ?? null),
  remoteipaddress: ({ input }) => address(input.remoteAddress, input.remotePort),
  proxiedipaddress: ({ input }) => address(input.proxiedAddress, 0),
};
