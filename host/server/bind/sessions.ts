/** Sessions of the object layer as the web face sees them. */
import type { Objects } from '../../objects/api.js';
import type { WebSessions } from '../../web/index.js';

export function webSessions({ sessions }: Objects): WebSessions {
  return {
    open: ({ who, address, secure, fixedAddress, useCookie, skin, language, client, data }) =>
      sessions.open({
        kind: 'web',
        account: who.account,
        domain: who.domain,
        address,
        secure,
        fixedAddress,
        useCookie,
        skin,
        language,
        client,
        data,
        transport: 'HTTP',
      }),
    find: id => sessions.find(id),
    touch: ({ id }) => sessions.touch(id),
    close: async ({ id }) => sessions.close(id, 'bye'),
  };
}
