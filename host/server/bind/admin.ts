/** Everything that the administration face asks of the server. */
import { encodeUtf8 } from '../../../stdlib/values/index.js';
import type { Settings } from '../../admin/config/settings.js';
import type { AdminServices } from '../../admin/http/types.js';
import type { ServerLog } from '../../admin/log/log.js';
import type { Metrics } from '../../admin/metrics/metrics.js';
import type { AppService } from '../../apps/types.js';
import type { Objects } from '../../objects/api.js';
import { packageVersion } from '../version.js';
import { adminSkins } from './skins.js';

export interface AdminParts {
  readonly objects: Objects;
  readonly apps: AppService;
  readonly settings: Settings;
  readonly log: ServerLog;
  readonly metrics: Metrics;
  readonly token: string;
  /** Asks the workers for their figures. */
  readonly beforeScrape: () => Promise<void>;
  readonly isReady: () => boolean;
}

export function adminServices(parts: AdminParts): AdminServices {
  const { objects, apps, settings, log, metrics, token, beforeScrape, isReady } = parts;
  const { passwords, domains, rights } = objects;
  return {
    apps,
    skins: adminSkins(objects),
    metrics,
    beforeScrape,
    log: log.logger('HTTPA'),
    tail: log.tail,
    followers: () => settings.LogTailReaders,
    controlToken: token,
    postmaster: { kind: 'account', account: 'postmaster', domain: domains.main() },
    login: async (name, password, address) => {
      const found = await passwords.login({
        name: encodeUtf8(name),
        password: encodeUtf8(password),
        domain: domains.main(),
        address,
        secure: true,
        service: null,
      });
      return found.principal;
    },
    mayMonitor: who => rights.has(who, 'Monitor', 'Settings'),
    setPassword: (who, account, password) => passwords.set(who, encodeUtf8(account), encodeUtf8(password)),
    isReady,
    version: packageVersion(),
    uploadLimit: () => settings.RequestBodyLimit,
  };
}
