/** The XIMSS face: its own listeners, connections of the user listeners that begin with XML, the HTTP binding, WebSocket. */
import { decodeUtf8 } from '../../../stdlib/values/index.js';
import { PUBLIC_INFO } from '../../objects/settings/builtin.js';
import { requestOf } from '../../web/index.js';
import { type MonitorOptions, serveMonitor } from '../../web/monitor/serve.js';
import { createXimss, defaultXimssSettings, type XimssLog } from '../../ximss/index.js';
import { originOf } from './origin.js';
import type { Face, FaceHost } from './types.js';

/** The log of the module: tags are made by the module itself. */
function logOf({ log }: FaceHost): XimssLog {
  const module = log.logger('XIMSSI');
  return {
    failure: (tag, text) => log.logger(tag).failure(text),
    problem: (tag, text) => log.logger(tag).problem(text),
    low: (tag, text) => log.logger(tag).low(text),
    all: (tag, text) => log.logger(tag).all(text),
    get tells() {
      return module.enabled('all');
    },
  };
}

const isSecure = (socket: object): boolean => (socket as { encrypted?: boolean }).encrypted === true;

export function ximssFace(host: FaceHost): Face {
  const { objects, settings, cli, web } = host;
  const ximss = createXimss({
    objects,
    execute: (principal, command) => cli.execute(principal, command),
    tasks: host.tasks,
    recoverPassword: (domain, name, address) => web.accounts.recoverPassword(domain, name, address),
    publicInfoNames: () => PUBLIC_INFO,
    texts: (skin, language) => host.apps.texts(skin, language),
    skins: domain => objects.skins.names(domain),
    hostName: objects.domains.main(),
    settings: () => ({
      ...defaultXimssSettings,
      channels: settings.XIMSSChannels,
      inactivity: settings.SessionInactivity,
      maxRequest: settings.RequestBodyLimit,
      flashPolicy: settings.FlashPolicy,
    }),
    log: logOf(host),
    banners: (_principal, type, parameters) => host.helpers.banner(type, parameters),
    tls: { standard: host.certificate, ofName: host.certificateOfName },
  });
  const monitor: MonitorOptions = {
    services: web,
    maySee: who => objects.core.rights.has(who, 'Monitor'),
    mayEnd: who => objects.core.rights.has(who, 'Users'),
    lines: () =>
      ximss.monitor().map(line => ({
        ...line,
        account: decodeUtf8(line.account),
        status: decodeUtf8(line.status),
      })),
    end: number => ximss.disconnect(number),
  };
  return {
    name: 'XIMSS',
    routes: [{ pattern: '/Admin/Monitor{/*rest}', handle: ctx => serveMonitor(monitor, requestOf(ctx)) }],
    handle: (request, response) => ximss.handle(request, response, () => originOf(host, request)),
    upgrade: (request, socket, head) => ximss.upgrade(request, socket, head, () => originOf(host, request)),
    handOver: socket => {
      ximss.take(socket, isSecure(socket));
      return true;
    },
    listeners: [
      {
        tag: 'XIMSSI',
        port: settings.XIMSSPort,
        tlsPort: settings.XIMSSTLSPort,
        address: settings.XIMSSAddress,
        limits: () => ({ channels: settings.XIMSSChannels, channelsPerAddress: settings.XIMSSChannels }),
        accept: socket => ximss.take(socket, isSecure(socket)),
      },
    ],
    tell: message => ximss.tell(message),
    close: () => ximss.stop(),
  };
}
