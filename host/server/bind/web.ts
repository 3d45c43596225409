/** Everything that the web face asks of the server. */
import type { Settings } from '../../admin/config/settings.js';
import { connectionTag } from '../../admin/listeners/listener.js';
import type { ServerLog } from '../../admin/log/log.js';
import type { AppService } from '../../apps/types.js';
import type { Objects } from '../../objects/api.js';
import { defaultWebLimits, type WebLimits, type WebServices } from '../../web/index.js';
import { webAccounts } from './accounts.js';
import { webDomains } from './domains.js';
import { webFiles } from './files.js';
import { webLists } from './lists.js';
import { webSessions } from './sessions.js';
import { webSkins } from './skins.js';

export interface WebParts {
  readonly objects: Objects;
  readonly apps: AppService;
  readonly settings: Settings;
  readonly log: ServerLog;
}

export function webServices({ objects, apps, settings, log }: WebParts): WebServices {
  let limits: WebLimits = defaultWebLimits;
  return {
    apps,
    domains: webDomains(objects),
    accounts: webAccounts(objects),
    sessions: webSessions(objects),
    skins: webSkins(objects),
    files: webFiles(objects),
    lists: webLists(objects),
    log: {
      failure: (tag, text) => log.logger(tag).failure(text),
      problem: (tag, text) => log.logger(tag).problem(text),
      low: (tag, text) => log.logger(tag).low(text),
    },
    limits: () => {
      const { RequestBodyLimit: bodyBytes, FormFieldLimit: parameters } = settings;
      if (limits.bodyBytes !== bodyBytes || limits.parameters !== parameters) {
        limits = {
          ...defaultWebLimits,
          bodyBytes,
          uploadBytes: bodyBytes,
          bodyMemory: Math.max(defaultWebLimits.bodyMemory, bodyBytes * 4),
          parameters,
        };
      }
      return limits;
    },
    trustedProxies: () => settings.TrustedProxies,
    connectionTag,
  };
}
