/** The XIMSS face: its own listeners, connections of the user listeners that begin with XML, the HTTP binding, WebSocket. */
import { decodeUtf8 } from '../../../stdlib/values/index.js';
import { PUBLIC_INFO } from '../../objects/settings/builtin.js';
import { requestOf } from '../../web/index.js';
import { type MonitorOptions, serveMonitor } from '../../web/monitor/serve.js';
import { createXimss, type XimssLog } from '../../ximss/index.js';
import { languagesOf } from '../bind/languages.js';
import { skinSource } from '../bind/skins.js';
import { sessionPage } from '../bind/starttask.js';
import { checkXimssSettings, ximssSettingsOf } from '../bind/ximsssettings.js';
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
  checkXimssSettings(objects);
  const { channels } = ximssSettingsOf(objects, settings);
  const ximss = createXimss({
    objects,
    execute: (principal, command) => cli.execute(principal, command),
    tasks: host.tasks,
    recoverPassword: (domain, name, address) => web.accounts.recoverPassword(domain, name, address),
    publicInfoNames: () => PUBLIC_INFO,
    texts: (skin, language) => host.apps.texts(skin, language),
    page: sessionPage(objects, host.apps),
    skins: domain => objects.skins.names(domain),
    languages: domain => languagesOf(skinSource(objects), domain),
    hostName: objects.domains.main(),
    settings: () => ximssSettingsOf(objects, settings),
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
        // the module itself counts channels, with those of other listeners
        port: channels === 0 ? -1 : settings.XIMSSPort,
        tlsPort: channels === 0 ? -1 : settings.XIMSSTLSPort,
        address: settings.XIMSSAddress,
        limits: () => ({ channels: Number.MAX_SAFE_INTEGER, channelsPerAddress: Number.MAX_SAFE_INTEGER }),
        accept: socket => ximss.take(socket, isSecure(socket)),
      },
    ],
    tell: message => ximss.tell(message),
    close: () => ximss.stop(),
  };
}
