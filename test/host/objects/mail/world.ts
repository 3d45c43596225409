/** Accounts in memory behind the mail services. Headers are parsed just far enough for the tests. */
import { PosternError } from '../../../../host/errors/index.js';
import type { Principal } from '../../../../host/objects/api.js';
import { Mailboxes } from '../../../../host/objects/mailboxes/mailboxes.js';
import { BoxSubscriptions } from '../../../../host/objects/mailboxes/subscription.js';
import { defaultMailLimits } from '../../../../host/objects/mailboxes/types.js';
import { Messages, type MessagesDeps } from '../../../../host/objects/messages/messages.js';
import { Views } from '../../../../host/objects/views/index.js';
import { type Change, openStore } from '../../../../host/storage/index.js';
import { dictOf } from '../../../../stdlib/values/index.js';
import { principal } from '../files/world.js';

export const ann = principal('ann');
export const bob = principal('bob');
export const adm = principal('adm');
export const nobody: Principal = { kind: 'nobody', domain: 'd.test' };

/** Accounts `ann`, `bob` and `adm` (an administrator) of d.test. */
export async function makeMail() {
  const store = await openStore({ folder: '', memory: true });
  const ids: Record<string, number> = { ann: 1, bob: 2, adm: 3 };
  const settings: Record<string, string> = {};
  const world = { now: 1_700_000_000_000 };
  const deps: MessagesDeps = {
    store,
    clock: () => world.now,
    owner: (who, name) => {
      const account = (
        name === '*' && who.kind === 'account' ? who.account : (name.split('@')[0] ?? '')
      ).toLowerCase();
      const id = ids[account];
      if (id === undefined) throw new PosternError('account-unknown');
      return { account, domain: 'd.test', id };
    },
    mayEverything: (who, { account }) =>
      who.kind === 'system' || (who.kind === 'account' && (who.account === 'adm' || who.account === account)),
    accountLetters: () => new Set(),
    isMember: (group, _domain, member) => group === 'team' && member.account === 'bob',
    settings: () => dictOf(Object.entries(settings)),
    writer: owner => `a:${owner.id}`,
    limits: () => defaultMailLimits,
    parseHead: text => {
      const fields = Buffer.from(text)
        .toString('latin1')
        .split('\n\n')[0]
        ?.split('\n')
        .map(line => /^([^:]+): (.*)$/.exec(line))
        .flatMap(match => (match ? [[match[1]?.toLowerCase() ?? '', [match[2] ?? '']] as const] : []));
      return dictOf((fields ?? []).map(([name, values]) => [name, [...values]]));
    },
  };
  const boxes = new Mailboxes(deps);
  const messages = new Messages(deps, boxes);
  const listeners = new Map<string, Set<(change: Change) => void>>();
  store.onChange(changes => {
    for (const change of changes) {
      for (const listener of listeners.get(`${change.topic}/${change.subject.join('/')}`) ?? [])
        listener(change);
    }
  });
  const views = new Views(
    {
      store,
      subscribe: (topic, subject, listener) => {
        const name = `${topic}/${subject.join('/')}`;
        const set = listeners.get(name) ?? new Set();
        listeners.set(name, set.add(listener));
        return () => set.delete(listener);
      },
    },
    boxes,
  );
  return Object.assign(world, {
    store,
    settings,
    boxes,
    messages,
    views,
    subscriptions: new BoxSubscriptions(deps),
    /** Appends a message with this subject; gives its UID. */
    append: async (box: string, subject: string, who: Principal = ann, account = 'ann') =>
      (
        await messages.append(
          who,
          await boxes.open(who, account, box, ''),
          Buffer.from(`Subject: ${subject}\n\n${subject}`),
        )
      ).uid,
  });
}

export type MailWorld = Awaited<ReturnType<typeof makeMail>>;
