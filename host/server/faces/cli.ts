/** The CLI face: PWD listeners, `/CLI/` on both HTTP listeners, and the commands of programs. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Value } from '../../../stdlib/values/types.js';
import { decodeUtf8 } from '../../../stdlib/values/utf8.js';
import { look } from '../../../stdlib/wssp/index.js';
import { createCli } from '../../cli/engine.js';
import { createCliHttp, isCliPath } from '../../cli/http/handler.js';
import { executeForProgram } from '../../cli/programs.js';
import { createPwd } from '../../cli/pwd/server.js';
import type { CliServices } from '../../cli/services.js';
import { originOf } from './origin.js';
import { Traces } from './traces.js';
import type { Face, FaceHost } from './types.js';

/** Port of PWD where 106 is taken or not allowed (cli.md 2.1). */
const OTHER_PORT = 8106;

const isYes = (value: Value): boolean => typeof value === 'string' && /^yes$/i.test(value);

/** What the commands about the server itself do. */
function cliServices(host: FaceHost, traces: Traces): CliServices {
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
    setTrace: (facility, on) => traces.set(facility, on),
    writeLog: (level, text) => kernel[levels[level] ?? 'all'](decodeUtf8(text)),
    dumpObjects: () => {
      const { rss, heapUsed, external } = process.memoryUsage();
      kernel.major('state of the process', { rss, heapUsed, external, sessions: objects.sessions.count() });
    },
    clearSkinCache: () => apps.dropCaches(),
    refreshOSData: host.refresh,
    allowPlainPasswordRead: () => isYes(look(objects.core.server.dict('settings'), 'AllowPlainPasswordRead')),
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
  const traces = new Traces(objects.core.store, host.log.logger('SYSTEM'));
  const cli = createCli(objects, cliServices(host, traces));
  const http = createCliHttp({ cli, objects, maxBody: () => settings.PWDLineLimit });
  const pwd = createPwd({
    objects,
    cli,
    version,
    settings: () => ({
      advertiseApop: isYes(look(objects.server.moduleSettings('PWD'), 'AdvertiseAPOP')),
      loginDelay: settings.PWDLoginDelay,
      idle: settings.PWDIdle,
      maxLine: settings.PWDLineLimit,
      maxFailures: settings.PWDLoginFailures,
    }),
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
    close: () => {
      traces.close();
      return pwd.close();
    },
  };
}
