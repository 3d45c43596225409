/** Writing domain records inside a transaction that owns the domain. */

import { PosternError } from '../../errors/index.js';
import type { Tx } from '../../storage/index.js';
import { encodeDomain, numberFrom, stored } from '../core/codec.js';
import { DOMAIN_TOPIC } from '../core/domaintable.js';
import { domainKey, domainNameKey } from '../core/keys.js';
import type { DomainRecord } from '../core/types.js';

/** Stores the record and tells it. */
export function putDomain(tx: Tx, record: DomainRecord): void {
  tx.put(domainKey(record.id), encodeDomain(record));
  tx.change(DOMAIN_TOPIC, [record.id]);
}

/** Takes a name for a domain or an alias; the transaction owns the server. Names that it has already are fine. */
export function claimDomainName(tx: Tx, name: string, id: number): void {
  const key = domainNameKey(name);
  const owner = numberFrom(tx.get(key), id);
  if (owner !== id) throw new PosternError('domain-exists');
  tx.put(key, stored(id));
}
