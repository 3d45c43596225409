/** The CLI face: PWD listeners, `/CLI/` on both HTTP listeners, and the commands of programs. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureContext, type SecureContext } from 'node:tls';
import { look } from '../../../stdlib/wssp/index.js';
import { createCli } from '../../cli/engine.js';
import { createCliHttp, isCliPath } from '../../cli/http/handler.js';
import { executeForProgram } from '../../cli/programs.js';
import { createPwd } from '../../cli/pwd/server.js';
import { defaultPwdSettings } from '../../cli/pwd/types.js';
import type { CliServices } from '../../cli/services.js';
import { originOf } from './origin.js';
import type { Face, FaceHost } from './types.js';

/** Port of PWD where 106 is taken or not allowed (cli.md 2.1). */
const OTHER_PORT = 8106;

/** What the commands about the server itself do. */
function cliServices(host: FaceHost): CliServices {
  const { log, objects, apps, system } = host;
  const kernel = log.logger('SYSTEM');
  const levels = ['crash', 'failure', 'major', 'problem', 'low', 'all'] as const;
  return {
    log: log.logger('CLI'),
    version: host.version,
    systemInfo: name => look(system, name),
    // The answer of the command is sent first.
    shutdown: () => void setImmediate(host.shutdown),
    setLogAll: host.setLogAll,
    setTrace: (facility, on) => kernel.major(`trace of ${facility} ${on ? 'on' : 'off'}`),
    writeLog: (level, text) => kernel[levels[level] ?? 'low'](text),
    dumpObjects: () => {
      const { rss, heapUsed, external } = process.memoryUsage();
      kernel.major('state of the process', { rss, heapUsed, external, sessions: objects.sessions.count() });
    },
    clearSkinCache: () => apps.dropCaches(),
    refreshOSData: host.refresh,
    allowPlainPasswordRead: () => {
      const value = look(objects.core.server.dict('settings'), 'AllowPlainPasswordRead');
      return typeof value === 'string' && /^yes$/i.test(value);
    },
  };
}

/** The certificate as PWD wants it for STLS, made once for each certificate. */
function contextOf(host: FaceHost): () => SecureContext | null {
  let known: { readonly of: unknown; readonly context: SecureContext } | null = null;
  return () => {
    const certificate = host.certificate();
    if (certificate === null) return null;
    if (known?.of !== certificate) known = { of: certificate, context: createSecureContext(certificate) };
    return known.context;
  };
}

export function cliFace(host: FaceHost): Face {
  const { objects, settings, version } = host;
  const cli = createCli(objects, cliServices(host));
  const http = createCliHttp({ cli, objects, maxBody: () => settings.RequestBodyLimit });
  const pwd = createPwd({
    objects,
    cli,
    version,
    settings: () => defaultPwdSettings,
    tls: contextOf(host),
  });
  const handle = (request: IncomingMessage, response: ServerResponse): boolean => {
    const [path = ''] = (request.url ?? '').split('?', 1);
    if (!isCliPath(path)) return false;
    void http(request, response, originOf(host, request));
    return true;
  };
  return {
    name: 'CLI',
    handle,
    handleAdmin: handle,
    listeners: [
      {
        tag: 'PWD',
        port: settings.PWDPort,
        fallback: OTHER_PORT,
        tlsPort: settings.PWDTLSPort,
        address: settings.PWDAddress,
        limits: () => ({
          channels: settings.PWDChannels,
          channelsPerAddress: settings.PWDChannels,
        }),
        accept: (socket, log) => pwd.serve(socket, log),
      },
    ],
    executeCLI: async (principal, command) => {
      const { error, output } = await executeForProgram(cli, principal, command);
      return [error, output];
    },
    close: () => pwd.close(),
  };
}
