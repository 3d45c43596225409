/** The CLI face: PWD listeners, and `/CLI/` on both HTTP listeners. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Value } from '../../../stdlib/values/types.js';
import { look } from '../../../stdlib/wssp/index.js';
import { createCliHttp, isCliPath } from '../../cli/http/handler.js';
import { createPwd } from '../../cli/pwd/server.js';
import { promptText } from '../../objects/server/strings.js';
import { originOf } from './origin.js';
import type { Face, FaceHost } from './types.js';

/** Port of PWD where 106 is taken or not allowed (cli.md 2.1). */
const OTHER_PORT = 8106;

const isYes = (value: Value): boolean => typeof value === 'string' && /^yes$/i.test(value);

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
  const { cli, objects, settings, version } = host;
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
    text: (prompt, args) => promptText(objects.server.effective('settings'), prompt, args),
    tlsOfName: host.certificateOfName,
  });
  // Killed, renamed and removed accounts lose their connections as they lose their sessions.
  objects.core.owned.register({
    name: 'PWD connections',
    close: async accountId => {
      pwd.endAccount(accountId);
      return true;
    },
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
        limits: () => ({ channels: settings.PWDChannels, channelsPerAddress: settings.PWDChannels }),
        accept: (socket, log) => pwd.serve(socket, log),
      },
    ],
    close: () => pwd.close(),
  };
}
