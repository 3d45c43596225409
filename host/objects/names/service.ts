/** Names and routes, as faces and other services use them (cli.md 7.17, ROUTE). */

import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Core } from '../core/core.js';
import type { Addr } from '../core/types.js';
import type { Principal } from '../principal.js';
import { rule } from '../rights/rule.js';
import { type Route, route } from './route.js';
import type { RouteMode } from './routertable.js';
import { isDomainName, isObjectName, lower, type SplitName, splitName } from './syntax.js';

const ROUTE = rule('Settings|Users|Domain');

export class Names {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Splits `name@domain`; nothing is looked up. */
  parseAddress(raw: Bytes): SplitName {
    return splitName(raw);
  }

  isObjectName(name: Bytes): boolean {
    return isObjectName(lower(name));
  }

  isDomainName(name: Bytes): boolean {
    return isDomainName(lower(name));
  }

  /** Where an address leads, without asking for rights. Names without domain belong to `home`. */
  route(address: Bytes, mode: RouteMode, home: string | null = null): Route {
    return route(this.#core, address, mode, home);
  }

  /** The account that an address means, null when it means none. */
  account(address: Bytes, mode: RouteMode, home: string | null = null): Addr | null {
    const end = this.route(address, mode, home);
    return end.kind === 'account' ? end.addr : null;
  }

  /** The command ROUTE: (module, host, address). */
  routeCommand(who: Principal, address: Bytes, mode: RouteMode = 'access'): Value[] {
    const home = who.kind === 'account' ? who.domain : null;
    this.#core.rights.need(who, ROUTE, home);
    const end = this.route(address, mode, home);
    switch (end.kind) {
      case 'account':
        return ['LOCAL', emailOf(end.addr), end.detail ?? ''];
      case 'group':
      case 'task':
        return ['LOCAL', emailOf(end.addr), ''];
      case 'list':
        return ['LIST', emailOf(end.addr), end.suffix ?? ''];
      case 'remote':
        return [mode === 'signal' ? 'SIP' : 'SMTP', end.domain, end.address];
      case 'null':
        return ['NULL', '', ''];
      case 'unknown':
        throw new PosternError('account-unknown');
      case 'error':
        throw new PosternError('failed', { args: ['the address cannot be routed'] });
    }
  }
}

const emailOf = (addr: Addr): Bytes => `${addr.account}@${addr.domain}`;
