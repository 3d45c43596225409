/** The request that `run` and `render` make of their options. */
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { EMPTY_REQUEST, type RequestSpec } from '../sandbox/request.js';
import type { Arguments } from './options.js';
import { type Option, Stop } from './types.js';

export const REQUEST_OPTIONS: readonly Option[] = [
  { name: '--param', value: 'NAME=VALUE', about: 'a parameter of the URL', many: true, short: 'p' },
  {
    name: '--form',
    value: 'NAME=VALUE',
    about: 'a field of a form that is sent; the method becomes POST',
    many: true,
  },
  { name: '--upload', value: 'NAME=FILE', about: 'a file that a form sends' },
  { name: '--body', value: 'TEXT|@FILE', about: 'the body of the request' },
  { name: '--type', value: 'TYPE', about: 'content type of --body (text/plain)' },
  { name: '--field', value: 'NAME=VALUE', about: 'a header field', many: true, short: 'H' },
  { name: '--method', value: 'METHOD', about: 'method of the request', short: 'X' },
  { name: '--path', value: 'PATH', about: 'path of the URL (/)' },
  { name: '--language', value: 'NAME', about: 'language of the user' },
  { name: '--zone', value: 'NAME', about: 'time zone of the user' },
  { name: '--no-session', value: null, about: 'nobody is logged in' },
];

function bodyOf(options: Arguments, cwd: string): RequestSpec['body'] {
  const [upload] = options.pairs('--upload');
  if (upload !== undefined) {
    const path = resolve(cwd, upload[1]);
    return { kind: 'upload', name: upload[0], file: basename(path), bytes: readFileSync(path) };
  }
  const values = options.pairs('--form');
  if (values.length > 0) return { kind: 'form', values };
  const text = options.one('--body');
  if (text === null) return { kind: 'none' };
  const content = text.startsWith('@') ? readFileSync(resolve(cwd, text.slice(1)), 'utf8') : text;
  return { kind: 'text', type: options.one('--type') ?? 'text/plain', text: content };
}

export function requestOf(options: Arguments, cwd: string): RequestSpec {
  const body = bodyOf(options, cwd);
  const path = options.one('--path') ?? '/';
  if (!path.startsWith('/')) throw new Stop('--path begins with a slash');
  return {
    ...EMPTY_REQUEST,
    method: options.one('--method') ?? (body.kind === 'none' ? 'GET' : 'POST'),
    path,
    query: options.pairs('--param'),
    fields: options.pairs('--field'),
    body,
    session: !options.has('--no-session'),
    language: options.one('--language'),
    timeZone: options.one('--zone'),
  };
}
