/** The options that let a program call the built-ins of a server, with the rights of an account there. */
import { type HostLogin, HostProblem, logIn } from '../sandbox/host.js';
import type { Arguments } from './options.js';
import { type Io, type Option, Stop, USAGE } from './types.js';

export const HOST_OPTIONS: readonly Option[] = [
  { name: '--host', value: 'URL', about: 'call the built-ins of this server, with the rights of --user' },
  { name: '--user', value: 'NAME', about: 'account there; password from POSTERN_PASSWORD, or asked for' },
];

/** The Authorization field of a name; the password is not taken from the command line, where everybody sees it. */
export async function credentialsOf(user: string, io: Io): Promise<string> {
  const password = process.env.POSTERN_PASSWORD ?? (await io.secret?.(`Password of ${user}: `));
  if (password === null || password === undefined) throw new Stop('no password: set POSTERN_PASSWORD');
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** The address of a server as a URL. */
export function hostAddress(text: string): URL {
  try {
    const url = new URL(/^https?:\/\//i.test(text) ? text : `http://${text}`);
    return new URL('/', url);
  } catch {
    throw new Stop(`${text} is no address of a server`, USAGE);
  }
}

/** Null: without --host. */
export async function hostOf(options: Arguments, io: Io): Promise<HostLogin | null> {
  const address = options.one('--host');
  const user = options.one('--user');
  if (address === null && user === null) return null;
  if (address === null || user === null) throw new Stop('--host and --user go together', USAGE);
  const url = hostAddress(address);
  const Authorization = await credentialsOf(user, io);
  return logIn(new URL('playground/host/', url).href, { Authorization }).catch(error => {
    throw error instanceof HostProblem ? new Stop(error.message) : error;
  });
}
