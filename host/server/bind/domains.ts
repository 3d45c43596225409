/** Domains as the web face sees them. */
import { dictGet } from '../../../stdlib/values/index.js';
import type { Objects } from '../../objects/api.js';
import type { DomainFacts, WebDomains } from '../../web/index.js';

const NOTHING: DomainFacts = { offersSignup: false, hasCertificate: false, hasLists: false, sitePrefix: '~' };

export function webDomains({ domains, preferences, archives }: Objects): WebDomains {
  return {
    main: () => domains.main(),
    // An address belongs to the main domain unless a domain has it to itself; so does the name of this host.
    ofHost: host =>
      domains.find(host.name) ?? (host.isAddress || host.name === 'localhost' ? domains.main() : null),
    find: name => domains.find(name),
    facts: domain => {
      const settings = domains.effective(domain);
      if (settings === null) return NOTHING;
      const text = (key: string): string => {
        const value = dictGet(settings, key);
        return typeof value === 'string' ? value : '';
      };
      return {
        offersSignup: /^yes$/i.test(text('AutoSignup')),
        hasCertificate: text('CertificateType') !== 'NO' && text('CertificateType') !== '',
        hasLists: archives.hasLists(domain),
        sitePrefix: text('WebSitePrefix'),
      };
    },
    preferences: domain => preferences.defaults(domain),
  };
}
