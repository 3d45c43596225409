/** A fresh server with every face, on loopback ports and a temporary base directory (README: Fresh server). */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSTEM } from '../../../host/objects/api.js';
import { startServer } from '../../../host/server/start.js';
import { encodeUtf8 } from '../../../stdlib/values/utf8.js';
import { removeFolder } from '../../tools/folders.js';

export interface CliServer {
  readonly pwdPort: number;
  readonly httpPort: number;
  readonly ximssPort: number;
  close(): Promise<void>;
}

/** Listeners that transcripts do not use are opened on any free port, too. */
const PORTS = ['HTTPUPort', 'HTTPUTLSPort', 'HTTPAPort', 'HTTPATLSPort', 'PWDPort', 'XIMSSPort'];

/** The program of the ExecuteCLI binding: the error and the output in the Data format. */
const PROGRAM = `entry Main is
  error = ExecuteCLI(GetHTTPParameter("command"));
  answer = NewArray();
  AddElement(answer, error);
  AddElement(answer, Vars().executeCLIResult);
  SetHTTPResponseType("text/plain", "utf-8");
  SetHTTPResponseData(ObjectToString(answer));
end entry;
`;

/** Name of the program in the server-wide skin. */
export const PROGRAM_NAME = 'transcript.wcgp';

/** Starts a server with the main domain `main.example` and this password of postmaster. */
export async function openCliServer(password: string): Promise<CliServer> {
  const base = await mkdtemp(join(tmpdir(), 'postern-cli-'));
  const server = await startServer({
    base,
    set: new Map([
      ...PORTS.map(name => [name, '0'] as const),
      ['DomainName', 'main.example'],
      ['SandboxWorkers', '1'],
      ['PWDLoginDelay', '0s'],
    ]),
  });
  const { objects } = server;
  await objects.passwords.set(SYSTEM, 'postmaster', encodeUtf8(password), {});
  await objects.skins.storeFile(SYSTEM, null, '', PROGRAM_NAME, Buffer.from(PROGRAM));
  const port = (tag: string): number => server.addresses.find(one => one.tag === tag)?.port ?? 0;
  return {
    pwdPort: port('PWD'),
    httpPort: port('HTTPU'),
    ximssPort: port('XIMSSI'),
    async close() {
      await server.stop();
      removeFolder(base);
    },
  };
}
