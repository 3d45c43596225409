/** `RADIUSCall` (cgpl.md 14.19). */
import {
  dictKeys,
  dictSet,
  encodeUtf8,
  isArray,
  isData,
  isDict,
  isIp,
  newDict,
} from '../../../stdlib/values/index.js';
import type { Dict, Value } from '../../../stdlib/values/types.js';
import { look } from '../../../stdlib/wssp/index.js';
import { PosternError } from '../../errors/index.js';
import type { RadiusHelper } from '../../objects/helpers/types.js';
import { Code, type RadiusAttribute, RadiusError, radiusCall } from '../network/radius.js';
import type { BuiltinTable, RunScope } from '../scope.js';

const USER_NAME = 1;
const PASSWORD = 2;
const VENDOR = 26;
const STATUS_TYPE = 40;
const ACCOUNTING_PORT = 1813;
const AUTHENTICATION_PORT = 1812;
const MOST_SECONDS = 30;
const MOST_RETRIES = 20;

/** Types of requests: their code, and the status of accounting requests. */
const types: Readonly<Record<string, RequestType>> = {
  authenticate: { code: Code.AccessRequest, command: null },
  accountingstart: { code: Code.AccountingRequest, command: 'start', status: 1 },
  accountingupdate: { code: Code.AccountingRequest, command: 'update', status: 3 },
  accountingstop: { code: Code.AccountingRequest, command: 'stop', status: 2 },
};

interface RequestType {
  readonly code: number;
  /** Of the RADIUS helper; null: it decides about a login. */
  readonly command: 'start' | 'update' | 'stop' | null;
  /** Value of Acct-Status-Type. */
  readonly status?: number;
}

function bad(what: string): never {
  throw new PosternError('illegal-value', { args: [what] });
}

function number4(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** One value as bytes: strings and datablocks as they are, numbers in four bytes, IPv4 addresses in four. */
function bytesOf(value: Value, name: string): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'latin1');
  if (typeof value === 'number') return number4(value);
  if (isData(value)) return Buffer.from(value.bytes, 'latin1');
  const parts = isIp(value) ? value.address.split('.').map(Number) : [];
  return parts.length === 4 ? Buffer.from(parts) : bad(name);
}

const valuesOf = (value: Value): readonly Value[] => (isArray(value) ? value : [value]);

/** The attributes of a dictionary: decimal numbers, and dictionaries of vendors under `-number`. */
function attributesOf(params: Dict): RadiusAttribute[] {
  const found: RadiusAttribute[] = [];
  for (const key of dictKeys(params)) {
    const value = look(params, key);
    if (/^\d{1,3}$/.test(key)) {
      const type = Number(key);
      if (type < 1 || type > 255) bad(key);
      for (const item of valuesOf(value)) found.push({ type, value: bytesOf(item, key) });
    } else if (/^-\d{1,10}$/.test(key)) {
      if (!isDict(value)) bad(key);
      for (const name of dictKeys(value)) {
        for (const item of valuesOf(look(value, name))) {
          const bytes = bytesOf(item, `${key}.${name}`);
          const own = Buffer.concat([Buffer.from([Number(name) & 255, bytes.length + 2]), bytes]);
          found.push({ type: VENDOR, value: Buffer.concat([number4(Number(key.slice(1))), own]) });
        }
      }
    }
  }
  return found;
}

/** Adds a value to a dictionary; a key that comes again becomes an array. */
function add(dict: Dict, key: string, value: Value): void {
  const old = look(dict, key);
  dictSet(dict, key, old === null ? value : isArray(old) ? [...old, value] : [old, value]);
}

/** Attributes of an answer as a dictionary of datablocks. */
function dictOfAttributes(attributes: readonly RadiusAttribute[]): Dict {
  const dict = newDict();
  const data = (bytes: Buffer): Value => ({ kind: 3, bytes: bytes.toString('latin1') }) as Value;
  for (const { type, value } of attributes) {
    if (type !== VENDOR || value.length < 6) {
      add(dict, String(type), data(value));
      continue;
    }
    const key = `-${value.readUInt32BE(0)}`;
    const vendor = look(dict, key);
    const inside = isDict(vendor) ? vendor : newDict();
    add(inside, String(value[4] ?? 0), data(value.subarray(6)));
    dictSet(dict, key, inside);
  }
  return dict;
}

/** Text of the Reply-Message attributes. */
function replyMessage(attributes: readonly RadiusAttribute[]): string {
  return attributes
    .filter(({ type }) => type === 18)
    .map(({ value }) => value.toString('latin1'))
    .join(' ');
}

/**
 * The helper in place of a server: the password is checked here first, with that of the account for RADIUS when it has
 * one (objects.md 4), then the helper decides and gives the attributes. Refusals are texts.
 */
async function askHelper(
  { services }: RunScope,
  helper: RadiusHelper,
  { command }: RequestType,
  params: Dict,
): Promise<Value> {
  const name = look(params, 'Username');
  if (typeof name !== 'string' || name === '') bad('Username');
  const attributes = newDict();
  for (const key of dictKeys(params))
    if (/^-?\d{1,10}$/.test(key)) dictSet(attributes, key, look(params, key));
  if (command !== null) {
    await helper.account(command, name, attributes);
    return newDict();
  }
  const password = look(params, 'Password');
  if (typeof password !== 'string') bad('Password');
  const { email } = await services.objects.passwords.login({
    name,
    password,
    domain: null,
    address: null,
    service: 'RADIUS',
    secure: true,
  });
  const verdict = await helper.login(email, attributes);
  if (verdict.kind === 'accepted') return verdict.attributes;
  return verdict.text || 'the RADIUS helper refused the request';
}

export const radius: BuiltinTable = {
  radiuscall: async (scope, address = null, params = null) => {
    if (!isIp(address)) bad('address');
    if (!isDict(params)) bad('parameters');
    const name = look(params, 'Type');
    const type = typeof name === 'string' ? types[name.toLowerCase()] : undefined;
    if (!type) bad('Type');
    const helper = scope.services.radius();
    if (helper !== null) return askHelper(scope, helper, type, params);
    if (!scope.services.mayCallRadius(address.address))
      throw new PosternError('not-available', { args: ['RADIUS'] });
    const secret = look(params, 'Secret');
    if (typeof secret !== 'string' && !isData(secret)) bad('Secret');
    const attributes = attributesOf(params);
    const put = (key: string, number: number): void => {
      const value = look(params, key);
      if (value !== null) attributes.unshift({ type: number, value: bytesOf(value, key) });
    };
    put('Password', PASSWORD);
    put('Username', USER_NAME);
    if (type.status !== undefined) attributes.push({ type: STATUS_TYPE, value: number4(type.status) });
    const between = (key: string, least: number, most: number, byDefault: number): number => {
      const value = look(params, key);
      return typeof value === 'number' ? Math.min(most, Math.max(least, value)) : byDefault;
    };
    const usual = type.code === Code.AccessRequest ? AUTHENTICATION_PORT : ACCOUNTING_PORT;
    try {
      const answer = await radiusCall({
        code: type.code,
        address: address.address,
        port: address.port || usual,
        secret: bytesOf(secret, 'Secret'),
        attributes,
        retries: between('Retries', 1, MOST_RETRIES, 3),
        timeout: Math.max(100, between('Timeout', 0, MOST_SECONDS, 5) * 1000),
        signal: scope.run.signal,
      });
      const isGood = answer.code === Code.AccessAccept || answer.code === Code.AccountingResponse;
      if (isGood || look(params, 'Error') === 'data') return dictOfAttributes(answer.attributes);
      return replyMessage(answer.attributes) || 'the RADIUS server refused the request';
    } catch (error) {
      if (error instanceof RadiusError) return encodeUtf8(error.message);
      throw error;
    }
  },
};
