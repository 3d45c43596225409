/** The built-ins that set the response (cgpl.md 13.3, 14.24). What they set is handed over once, at the end. */
import { type Bytes, Kind, type Value } from '../../stdlib/values/types.js';
import { print } from '../../stdlib/wssp/fields.js';
import { TEXT_TYPE } from './protocol.js';
import { type ResponseState, responseOf, type State } from './state.js';

const CODE_TEXT = /^([2-9][0-9]{2})-(.*)$/s;

/** A MIME atom (RFC 2045, `token`); programs put parameters behind the subtype. */
const ATOM = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const SUBTYPE = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(?: *;.*)?$/;

const isKind = (value: Value, kind: Kind): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && value.kind === kind;

/** @param textOf the textual representation of a value */
export function responseBuiltins(
  state: State,
  textOf: (value: Value) => Value,
): Record<string, (...args: Value[]) => void> {
  const set = (change: (response: ResponseState) => void): void => change(responseOf(state.task));
  const setBody = (body: Bytes, type: Bytes): void => {
    const response = responseOf(state.task);
    response.body = body;
    response.defaultType = type;
    response.page = null;
  };
  return {
    sethttpresponsedata(x) {
      const { task } = state;
      if (typeof x === 'string') {
        if (task.response === null) task.text = x;
        else setBody(x, TEXT_TYPE);
      } else if (x === undefined) return;
      else if (isData(x)) setBody(x.bytes, 'application/octet-stream');
      else if (isKind(x, Kind.Dict)) setBody(print(textOf(x)), 'text/plain; charset=utf-8');
      else if (isKind(x, Kind.Xml)) setBody(print(textOf(x)), 'text/xml; charset=utf-8');
    },
    sethttpresponsetype(type, subtype) {
      if (typeof type !== 'string' || typeof subtype !== 'string') return;
      if (!ATOM.test(type) || !SUBTYPE.test(subtype)) return;
      set(response => {
        response.type = `${type}/${subtype}`;
      });
    },
    sethttpresponsecode(code) {
      if (typeof code === 'number') {
        if (code >= 200 && code <= 999) set(response => setCode(response, code, null));
      } else if (typeof code === 'string') {
        const [, digits, reason = ''] = CODE_TEXT.exec(code) ?? [];
        set(response => setCode(response, Number(digits ?? 500), digits === undefined ? code : reason));
      }
    },
    addhttpresponsefield(name, value) {
      if (typeof name !== 'string' || typeof value !== 'string') return;
      set(response => {
        response.fields.push(name, value);
      });
    },
  };
}

function setCode(response: ResponseState, code: number, reason: Bytes | null): void {
  response.code = code;
  response.reason = reason;
}

function isData(value: Value): value is { kind: Kind.Data; bytes: Bytes } {
  return isKind(value, Kind.Data);
}
