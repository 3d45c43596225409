/**
 * Which certificate a TLS connection gets: that of the domain that the client names (SNI), else the one of the
 * configuration file, else the one of the main domain.
 */
import type { SecureContext, SecureContextOptions } from 'node:tls';
import type { Dict } from '../../stdlib/values/types.js';
import {
  CERTIFICATE_KEYS,
  type DomainCertificate,
  domainCertificate,
} from '../admin/listeners/domaincertificate.js';
import type { Logger } from '../admin/log/log.js';
import type { Objects } from '../objects/api.js';

interface Known {
  readonly of: readonly unknown[];
  readonly certificate: DomainCertificate | null;
}

export class Certificates {
  /** By domain, while its settings are the same. */
  readonly #known = new Map<string, Known>();
  #domains: Objects['domains'] | null = null;

  constructor(
    /** The certificate of the configuration file. */
    public configured: SecureContextOptions | null,
    private readonly log: Logger,
  ) {}

  /** Certificates of domains count from now on. `changed` is told after each change of a domain. */
  attach({ domains, core }: Objects, changed: () => void): () => void {
    this.#domains = domains;
    return core.events.subscribe('domain', null, changed);
  }

  /** For connections that name no domain with a certificate; null when there is none. The same as long as it counts. */
  standard(): SecureContextOptions | null {
    if (this.configured !== null || this.#domains === null) return this.configured;
    return this.#of(this.#domains.main())?.options ?? null;
  }

  /** For connections that name a domain, an alias, or a host of a domain; undefined for the standard one. */
  ofName(serverName: string): SecureContext | undefined {
    const domains = this.#domains;
    if (domains === null || serverName.length > 255) return undefined;
    const name = serverName.toLowerCase().replace(/\.$/, '');
    const found = domains.find(name) ?? domains.find(name.slice(name.indexOf('.') + 1));
    return found === null ? undefined : this.#of(found)?.context;
  }

  #of(domain: string): DomainCertificate | null {
    const settings = this.#domains?.effective(domain) ?? null;
    if (settings === null) return null;
    const of = CERTIFICATE_KEYS.map(key => settings.entries[key]);
    const known = this.#known.get(domain);
    if (known !== undefined && of.every((value, at) => value === known.of[at])) return known.certificate;
    const certificate = this.#read(domain, settings);
    this.#known.set(domain, { of, certificate });
    return certificate;
  }

  /** A certificate that cannot be used must not end the listeners. */
  #read(domain: string, settings: Dict): DomainCertificate | null {
    try {
      return domainCertificate(settings);
    } catch (error) {
      this.log.failure(
        `the certificate of ${domain} is not used: ${error instanceof Error ? error.message : String(error)}`,
      );
      return null;
    }
  }
}
