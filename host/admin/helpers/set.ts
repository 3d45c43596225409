/**
 * All helpers of a server: made, changed and ended as their records among the server settings say (admin.md 12.1).
 */
import { isDict } from '../../../stdlib/values/index.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { decodeUtf8 } from '../../../stdlib/values/utf8.js';
import { PosternError } from '../../errors/index.js';
import type { AuthHelper, FilterHelper, HelperPrograms, RadiusHelper } from '../../objects/helpers/types.js';
import type { ServerLog } from '../log/log.js';
import { authHelper } from './auth.js';
import type { ProgramFolders } from './command.js';
import { helperConfig } from './config.js';
import { askFilter } from './filter.js';
import { Helper, type HelperHealth } from './helper.js';
import { radiusHelper } from './radius.js';
import { askBanner, storeRecord } from './services.js';
import { unclear } from './verdict.js';

/** Helpers with a record of their own, and the tags of their log records. */
const SINGLE = {
  ExternalAUTH: 'EXTAUTH',
  ExternalBanner: 'EXTBANNER',
  ExternalCDR: 'EXTCDR',
  ExternalRADIUS: 'EXTRADIUS',
} as const;
const FILTER_TAG = 'EXTFILTER';

/** Records that nothing of this server asks for. */
const UNUSED: Readonly<Record<string, string>> = {
  ExternalLoadBalancer: 'there is no cluster',
};

const MAX_FILTERS = 100;

const recordOf = (settings: Dict, key: string): Dict | null => {
  const value = settings.entries[key];
  return value !== undefined && isDict(value) ? value : null;
};

/** The names of filters are compared without regard to letter case. */
const labelOf = (name: Bytes): string => name.toLowerCase();

/** Enabled records of filters by name; the first one of a name counts. */
function filterRecords(value: Value | undefined): Map<string, Dict> {
  const records = new Map<string, Dict>();
  for (const item of Array.isArray(value) ? value : []) {
    if (!isDict(item) || records.size >= MAX_FILTERS) continue;
    const { Name: name } = item.entries;
    if (typeof name === 'string' && name !== '' && !records.has(labelOf(name)))
      records.set(labelOf(name), item);
  }
  return records;
}

export class HelperSet implements HelperPrograms {
  readonly #single = new Map<string, Helper>();
  readonly #filters = new Map<string, Helper>();
  readonly #auth: AuthHelper;
  readonly #radius: RadiusHelper;
  readonly #judge: FilterHelper;
  readonly #told = new Set<string>();

  constructor(
    private readonly log: ServerLog,
    readonly folders: ProgramFolders,
  ) {
    for (const [name, tag] of Object.entries(SINGLE)) this.#single.set(name, this.#make(name, tag));
    this.#auth = authHelper(this.#of('ExternalAUTH'));
    this.#radius = radiusHelper(this.#of('ExternalRADIUS'));
    this.#judge = {
      judge: async (name, message) => {
        const helper = this.#filters.get(labelOf(name));
        if (helper === undefined) return unclear(`there is no filter ${name.slice(0, 100)}`);
        return askFilter(helper, this.folders.base, message);
      },
    };
  }

  /** External authentication, null when it is not enabled. */
  get auth(): AuthHelper | null {
    return this.#of('ExternalAUTH').config.enabled ? this.#auth : null;
  }

  /** RADIUS decisions and records, null when the helper is not enabled. */
  get radius(): RadiusHelper | null {
    return this.#of('ExternalRADIUS').config.enabled ? this.#radius : null;
  }

  get filters(): FilterHelper {
    return this.#judge;
  }

  /** The banner helper; throws `no-service` when it is not enabled, or has nothing. */
  async banner(type: Bytes, parameters: Value): Promise<Value> {
    const helper = this.#of('ExternalBanner');
    if (!helper.config.enabled) throw new PosternError('no-service', { args: ['banner'] });
    return askBanner(helper, type, parameters);
  }

  /** Hands over a call record when that helper is enabled; what fails is logged, with the record. */
  async callRecord(record: Bytes): Promise<void> {
    const helper = this.#of('ExternalCDR');
    if (!helper.config.enabled) return;
    try {
      await storeRecord(helper, record);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.log.logger(SINGLE.ExternalCDR).failure(`a call record is lost (${why}): ${decodeUtf8(record)}`);
    }
  }

  /** Takes the server settings: what changed is started or stopped. Resolves when old programs have ended. */
  async configure(settings: Dict): Promise<void> {
    const work: Promise<void>[] = [];
    for (const [name, helper] of this.#single) {
      const record = recordOf(settings, name);
      work.push(record === null ? helper.close() : helper.configure(helperConfig(record)));
    }
    const filters = filterRecords(settings.entries.ExternalFilters);
    for (const [name, helper] of this.#filters) {
      if (filters.has(name)) continue;
      this.#filters.delete(name);
      work.push(helper.close());
    }
    for (const [name, record] of filters) {
      const helper = this.#filters.get(name) ?? this.#make(name, FILTER_TAG);
      this.#filters.set(name, helper);
      work.push(helper.configure(helperConfig(record)));
    }
    this.#tellUnused(settings);
    await Promise.all(work);
  }

  /** What a monitor shows: every helper that is enabled. */
  health(): HelperHealth[] {
    return this.#all()
      .filter(helper => helper.config.enabled)
      .map(helper => helper.health);
  }

  /** Lets nobody wait any longer: the server is about to stop. */
  hurry(): void {
    for (const helper of this.#all()) helper.hurry();
  }

  /** Stops all programs. */
  async close(): Promise<void> {
    await Promise.all(this.#all().map(helper => helper.close()));
  }

  #all(): Helper[] {
    return [...this.#single.values(), ...this.#filters.values()];
  }

  #of(name: keyof typeof SINGLE): Helper {
    const helper = this.#single.get(name);
    if (helper === undefined) throw new Error(`there is no helper ${name}`);
    return helper;
  }

  #make(name: string, tag: string): Helper {
    const helper: Helper = new Helper({
      name: decodeUtf8(name),
      folders: this.folders,
      log: this.log.logger(tag, () => helper.config.logLevel),
    });
    return helper;
  }

  #tellUnused(settings: Dict): void {
    for (const [name, why] of Object.entries(UNUSED)) {
      const record = recordOf(settings, name);
      const isEnabled = record !== null && helperConfig(record).enabled;
      if (isEnabled && !this.#told.has(name))
        this.log.logger('SYSTEM').problem(`${name} is not started: ${why}`);
      if (isEnabled) this.#told.add(name);
      else this.#told.delete(name);
    }
  }
}
