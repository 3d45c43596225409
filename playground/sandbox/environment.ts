/** Built-ins that answer at once, for programs that run without a server: the request, time, language, randomness. */
import type { HostOp, Plain, RunServices, WorkerEnvironment } from '../../runtime/environment.js';
import { printCompact } from '../../stdlib/data/index.js';
import { raise } from '../../stdlib/errors.js';
import { isArray, isDict, isHandle, isTime } from '../../stdlib/values/is.js';
import { makeData, makeIp, makeTime } from '../../stdlib/values/make.js';
import { normalise } from '../../stdlib/values/numbers.js';
import type { Value } from '../../stdlib/values/types.js';
import { look } from '../../stdlib/wssp/guest/lookup.js';
import { latin1 } from '../language/text.js';
import { ASSERTIONS } from './assertions.js';
import type { ReadRequest } from './request.js';
import { isZone, zoneNames, zoneOffset } from './zone.js';

/** What a run is told. */
export interface PageInput {
  readonly request: ReadRequest;
  readonly email: string | null;
  readonly domain: string;
  readonly language: string | null;
  readonly timeZone: string | null;
  /** True: a host answers the built-ins that wait, and takes what programs tell. */
  readonly hasHost: boolean;
}

/** What a host changes while the run waits. */
interface HostPatch {
  readonly identity?: Pick<PageInput, 'email' | 'language' | 'timeZone'> & { readonly domain: string | null };
}

export const ENVIRONMENT = 'playground';

interface Context {
  input: PageInput;
  readonly services: RunServices;
}

type Op = (context: Context, ...args: (Value | undefined)[]) => Value;

const CHARSETS = [
  'utf-8',
  'us-ascii',
  'iso-8859-1',
  'iso-8859-2',
  'iso-8859-15',
  'windows-1251',
  'windows-1252',
  'koi8-r',
];
const MOST_RANDOM = 4096;

const indexOf = (argument: Value | undefined): number =>
  argument === undefined || argument === null ? 0 : typeof argument === 'number' ? argument : -1;

function parameter({ input }: Context, name: Value | undefined, index: Value | undefined): string | null {
  const values = input.request.parameters.filter(([key]) => key === name);
  return values[indexOf(index)]?.[1] ?? null;
}

const fieldOf = ({ input }: Context, name: string): string | null =>
  input.request.fields.find(([key]) => key.toLowerCase() === name)?.[1] ?? null;

const PLAIN_FIELDS = new Set(['authorization', 'referer', 'destination', 'cookie', 'user-agent']);

function host(context: Context): { name: string | null; port: number } {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(fieldOf(context, 'host') ?? '');
  return { name: match?.[1] || null, port: Number(match?.[2] ?? (context.input.request.secure ? 443 : 80)) };
}

const NAMED: Readonly<Record<string, (context: Context) => Value>> = {
  '': ({ input }) => input.request.path,
  schema: ({ input }) => (input.request.secure ? 'https' : 'http'),
  host: context => host(context).name,
  port: context => host(context).port,
};

const typePart = (context: Context, part: 1 | 2): Value => {
  const { body, contentType } = context.input.request;
  return body === null
    ? null
    : (/^\s*([^\s/;]+)\/([^\s;]+)/.exec(contentType ?? '')?.[part]?.toLowerCase() ?? null);
};

const REQUEST: Readonly<Record<string, Op>> = {
  gethttpparameter: (context, name, index) => {
    const raw = parameter(context, name, index);
    return raw === null ? null : raw.replace(/\0/g, '').replace(/\r\n?/g, '\n');
  },
  gethttpbinaryparameter: (context, name, index) => {
    const raw = parameter(context, name, index);
    return raw === null ? null : makeData(raw);
  },
  gethttpfield: (context, name) => {
    if (typeof name !== 'string') return null;
    const key = name.toLowerCase();
    if (PLAIN_FIELDS.has(key)) return fieldOf(context, key);
    return Object.hasOwn(NAMED, key) ? (NAMED[key]?.(context) ?? null) : null;
  },
  gethttpquery: ({ input }) => input.request.query,
  gethttpresource: ({ input: { request } }) =>
    request.query === null ? request.path : `${request.path}?${request.query}`,
  gethttpmethod: ({ input }) => input.request.method,
  gethttptype: context => typePart(context, 1),
  gethttpsubtype: context => typePart(context, 2),
  remoteipaddress: () => makeIp('192.0.2.7', 50_000),
  proxiedipaddress: () => null,
};

const nowOf = ({ services }: Context): number => Math.floor(services.now() / 1000);

/** What has no time zone stays as it is. */
const shifted = (time: Value | undefined, by: (at: number) => number): Value => {
  if (time === undefined || !isTime(time)) return null;
  return Number.isFinite(time.at) ? makeTime(time.at + by(time.at)) : time;
};

const select = (context: Context, what: 'language' | 'timeZone', value: string | null): null => {
  context.input = { ...context.input, [what]: value };
  if (context.input.hasHost)
    context.services.notify(what === 'language' ? 'setlanguage' : 'settimezone', [value]);
  return null;
};

const TIME: Readonly<Record<string, Op>> = {
  gmttime: context => makeTime(nowOf(context)),
  localtime: context => makeTime(nowOf(context) + zoneOffset(context.input.timeZone, nowOf(context))),
  gmttolocal: ({ input }, time) => shifted(time, at => zoneOffset(input.timeZone, at)),
  localtogmt: ({ input }, time) =>
    shifted(time, at => -zoneOffset(input.timeZone, at - zoneOffset(input.timeZone, at))),
  getlanguage: ({ input }) => input.language ?? '',
  setlanguage: (context, name) =>
    select(context, 'language', typeof name === 'string' && /^[\w-]{1,64}$/.test(name) ? name : null),
  gettimezonename: ({ input }) => input.timeZone,
  settimezone: (context, name) =>
    select(context, 'timeZone', typeof name === 'string' && isZone(name) ? name : null),
};

const textOf = (x: Value): string => (typeof x === 'string' ? x : x === null ? '#null#' : printCompact(x));

/** Values that may outlive the call. */
function isBasic(value: Value): boolean {
  if (isArray(value)) return value.every(isBasic);
  return isDict(value) ? Object.values(value.entries).every(isBasic) : !isHandle(value);
}

const tell =
  (name: string): Op =>
  (context, ...args) => {
    context.services.notify(
      name,
      args.map(arg => (arg === undefined || !isBasic(arg) ? null : arg)),
    );
    return null;
  };

/** Messages to people: only a host knows any. */
const message =
  (name: string, spelled: string): Op =>
  (context, from = null, to = null, content = null) => {
    if (!context.input.hasHost) context.services.raise('missing-op', spelled);
    if (typeof to !== 'string' || to === '') return 'the address is missing';
    if (typeof content !== 'string' && !isDict(content))
      return 'the content must be a string or a dictionary';
    return tell(name)(context, from, to, content);
  };

const OTHER: Readonly<Record<string, Op>> = {
  randomnumber: ({ services }) => {
    let number = 0n;
    for (const byte of services.random(8)) number = number * 256n + BigInt(byte);
    return normalise(BigInt.asUintN(63, number));
  },
  randomdata: ({ services }, count) => {
    const isPossible =
      typeof count === 'number' && Number.isInteger(count) && count > 0 && count <= MOST_RANDOM;
    return isPossible ? makeData(latin1(services.random(count))) : raise('bad-range', 'RandomData', 1);
  },
  mydomain: ({ input }) => input.domain,
  myemail: ({ input }) => input.email,
  phonenumbertosipuri: ({ input }, x) => {
    const digits = typeof x === 'string' && !/[^\d\s()+.\-/]/.test(x) ? x.replace(/\D/g, '') : '';
    const plus = typeof x === 'string' && /^[\s(]*\+/.test(x) ? '+' : '';
    return digits === '' ? null : `sip:${plus}${digits}@${input.domain}`;
  },
  systeminfo: ({ input }, what) => {
    const facts: Readonly<Record<string, string>> = {
      serverversion: 'Postern playground',
      maindomainname: input.domain,
    };
    return typeof what === 'string' ? (facts[what.toLowerCase()] ?? null) : null;
  },
  syslog: (context, x = null) => tell('syslog')(context, textOf(x)),
  sysprofile: () => null,
  setapplicationstatus: tell('setapplicationstatus'),
  storecdr: (context, text) => (typeof text === 'string' ? tell('storecdr')(context, text) : null),
  subscribeevents: () => null,
  sendinstantmessage: message('sendinstantmessage', 'SendInstantMessage'),
  sendxmppiq: message('sendxmppiq', 'SendXMPPIQ'),
};

const typed: WorkerEnvironment<Context> = {
  name: ENVIRONMENT,
  ops: { ...REQUEST, ...TIME, ...OTHER, ...ASSERTIONS } as Readonly<Record<string, HostOp<Context>>>,
  context: (input: Plain, services) => ({ input: input as unknown as PageInput, services }),
  update: (context, patch) => {
    const { identity } = patch as unknown as HostPatch;
    if (identity === undefined) return;
    const { email, domain, language, timeZone } = identity;
    context.input = { ...context.input, email, domain: domain ?? '', language, timeZone };
  },
  spawned: context => context.input as unknown as Plain,
  page: context => ({
    text: name => look(context.services.attachment('texts'), name),
    session: name => look(context.services.attachment('session'), name),
    settings: name => look(context.services.attachment('settings'), name),
    accountSettings: name => look(context.services.attachment('accountSettings'), name),
    currentTime: () => makeTime(nowOf(context)),
    language: () => context.input.language,
    timeZone: () => context.input.timeZone,
    zoneOffset: at => zoneOffset(context.input.timeZone, at),
    charsets: () => CHARSETS,
    timeZones: zoneNames,
    requestSecure: () => context.input.request.secure,
    requestResource: () => REQUEST.gethttpresource?.(context) as string,
    requestSourceIP: () => makeIp('192.0.2.7', 50_000),
    serverVersion: () => 'Postern playground',
    random: () => {
      const [a = 0, b = 0, c = 0, d = 0] = context.services.random(4);
      return (a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / 2 ** 32;
    },
  }),
};

/** Everything that the playground can answer at once. */
export const environment = typed as unknown as WorkerEnvironment;
