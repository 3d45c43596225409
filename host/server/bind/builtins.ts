/** Everything that the built-ins of programs ask of the server. */

import type { Sandboxes } from '../../../runtime/index.js';
import { decodeUtf8, dictGet, isArray } from '../../../stdlib/values/index.js';
import type { Dict } from '../../../stdlib/values/types.js';
import type { Settings } from '../../admin/config/settings.js';
import type { HelperSet } from '../../admin/helpers/set.js';
import type { ServerLog } from '../../admin/log/log.js';
import { listHolds } from '../../builtins/network/addresses.js';
import { HttpClient } from '../../builtins/network/http.js';
import { Applications } from '../../builtins/registry/applications.js';
import { Meetings } from '../../builtins/registry/meetings.js';
import { Nonces } from '../../builtins/registry/nonces.js';
import { Queues } from '../../builtins/registry/queues.js';
import type { BuiltinServices, ExecuteCLI } from '../../builtins/services.js';
import { PosternError } from '../../errors/index.js';
import type { Objects, Principal } from '../../objects/api.js';
import { nameResolver } from './resolver.js';
import type { SessionNumbers } from './sessiontasks.js';

export interface BuiltinParts {
  readonly objects: Objects;
  readonly settings: Settings;
  readonly log: ServerLog;
  readonly sandboxes: Sandboxes;
  readonly helpers: HelperSet;
  readonly system: () => Dict;
  readonly executeCLI: ExecuteCLI;
  /** Hands a message to the live sessions of an account. */
  readonly tell: BuiltinServices['tell'];
  /** Sessions that take part as tasks. */
  readonly sessionNumbers: SessionNumbers;
}

/** Refuses when the account does not have the service (objects.md 3, AccessModes). */
function needService({ accounts }: Objects, who: Principal, service: string): void {
  // Programs of nobody and of the server itself are the administrator's own.
  if (who.kind !== 'account') return;
  const modes = dictGet(accounts.effective(who), 'AccessModes');
  const isAllowed = isArray(modes)
    ? modes.some(mode => typeof mode === 'string' && mode.toLowerCase() === service.toLowerCase())
    : modes !== 'None';
  if (!isAllowed) throw new PosternError('access-mode');
}

export function builtinServices(parts: BuiltinParts): BuiltinServices {
  const { objects, settings, log, sandboxes, helpers, system, executeCLI, sessionNumbers, tell } = parts;
  const isAlive = (task: number): boolean => sandboxes.tasks.isAlive(task) || sessionNumbers.isAlive(task);
  const programs = log.logger('CGPL');
  const records = log.logger('EXTCDR');
  return {
    objects,
    meetings: new Meetings(isAlive, () => settings.MeetingLimit),
    queues: new Queues(isAlive, () => settings.QueueLimit),
    applications: new Applications(),
    nonces: new Nonces(),
    resolver: nameResolver(objects, settings, log),
    http: new HttpClient({
      hosts: () => settings.HTTPCallHosts,
      allowPrivate: () => settings.HTTPCallPrivate,
      timeout: () => settings.HTTPCallTimeout,
      bodyLimit: () => settings.HTTPCallLimit,
      concurrent: () => settings.HTTPCallConcurrent,
    }),
    mayCallRadius: address => listHolds(settings.RADIUSServers, address),
    radius: () => helpers.radius,
    needService: (who, service) => needService(objects, who, service),
    readEnvironment: async (skin, file) => (await objects.skins.read(skin, file))?.bytes ?? null,
    executeCLI,
    tell,
    sendEvent: (task, name, parameter) => void sandboxes.tasks.send(task, name, parameter, null),
    storeCDR: text => {
      records.major(decodeUtf8(text));
      void helpers.callRecord(text);
    },
    readBanner: (type, parameters) => helpers.banner(type, parameters),
    system,
    limits: { storagePart: () => settings.StorageFileLimit },
    log: {
      written: (tag, text, about) => programs.problem(`${tag} ${text}`, {}, about),
      problem: (text, about) => programs.problem(text, {}, about),
      low: text => programs.low(text),
    },
  };
}
