/** Datasets, rosters, balances (cli.md 7.15). */
import { dictGet, dictSet, newDict } from '../../../stdlib/values/dict.js';
import { isArray, isDict, isString } from '../../../stdlib/values/is.js';
import type { Bytes, Dict, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { runDataset } from '../../objects/datasets/index.js';
import { rule } from '../../objects/rights/rule.js';
import { isRosterAction, rosterDict } from '../../objects/roster/index.js';
import type { Args } from '../args.js';
import { accountFor } from '../asker.js';
import { area, type Run, type Session } from '../command.js';

/** Data of an account, and the removal of whole sets. */
const DATA_RIGHT = 'own|Users|Domain';
const SUBSET_RIGHT = 'own|Users|Domain:BasicSettings';
const MAY_USE_DATA = rule(DATA_RIGHT);
const MAY_REMOVE_SUBSET = rule(SUBSET_RIGHT);

/** Lists the contacts of an account. */
async function rosterList({ who, objects }: Session, account: Bytes): Promise<Dict> {
  const contacts = newDict();
  for (const item of await objects.roster.list(who, account)) dictSet(contacts, item.peer, rosterDict(item));
  return contacts;
}

function peerOf(parameters: Dict): Bytes {
  const peer = dictGet(parameters, 'peer');
  if (!isString(peer)) throw new PosternError('illegal-value', { args: ['peer'] });
  return peer;
}

/** Changes one contact; `data` may hold a name and groups. */
async function rosterChange(
  { who, objects }: Session,
  account: Bytes,
  parameters: Dict,
  action: string,
): Promise<Dict> {
  const data = dictGet(parameters, 'data');
  const part = (key: Bytes): Value => (isDict(data) ? dictGet(data, key) : null);
  const [name, groups] = [part('RealName'), part('Group')];
  if (!isRosterAction(action)) throw new PosternError('failed', { args: ['unknown roster operation'] });
  await objects.roster.set(who, account, peerOf(parameters), action, {
    ...(isString(name) ? { name } : {}),
    ...(isArray(groups) ? { groups: groups.filter(isString) } : {}),
  });
  return newDict();
}

/** Requests about presence that `type` names (cgpl.md 14.16 has the same for SetRoster). */
const REQUESTS = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed', 'subBoth'];

/** Asks a contact for its presence, or answers its request. */
function rosterPresence(session: Session, account: Bytes, parameters: Dict): Promise<Dict> {
  const given = dictGet(parameters, 'type');
  const type = isString(given) ? given.toLowerCase() : '';
  const action = REQUESTS.find(name => name.toLowerCase() === type);
  if (action === undefined) throw new PosternError('illegal-value', { args: ['type'] });
  return rosterChange(session, account, parameters, action);
}

/** What a contact of this server tells about itself now; nothing when it is not there or has not allowed it. */
function rosterProbe({ who, objects }: Session, account: Bytes, parameters: Dict): Dict {
  const answer = newDict();
  const contact = objects.roster.visible(who, account, peerOf(parameters));
  const state = contact === null ? null : objects.presence.of(contact);
  if (state === null) return answer;
  dictSet(answer, 'status', state.status);
  if (state.text !== '') dictSet(answer, 'message', state.text);
  return answer;
}

/** The operations of ROSTER by the name in `what`. */
const roster: Run = (session, a: Args) => {
  const account = accountFor(session, a, MAY_USE_DATA);
  const parameters = a.dictionary('parameters');
  const what = dictGet(parameters, 'what');
  const name = isString(what) ? what.toLowerCase() : '';
  if (name === 'list') return rosterList(session, account);
  if (name === 'update' || name === 'remove') return rosterChange(session, account, parameters, name);
  if (name === 'presence') return rosterPresence(session, account, parameters);
  if (name === 'probe') return rosterProbe(session, account, parameters);
  throw new PosternError('failed', { args: ['unknown roster operation'] });
};

export const DATA = area('datasets, roster, balance', {
  REMOVEACCOUNTSUBSET: {
    tier: 1,
    syntax: 'accountName SUBSET subsetName',
    output: 'none',
    right: SUBSET_RIGHT,
    run: (session, a) =>
      session.objects.datasets.remove(
        session.who,
        accountFor(session, a, MAY_REMOVE_SUBSET),
        a.word('subsetName'),
      ),
  },
  DATASET: {
    tier: 1,
    syntax: 'accountName parameters',
    output: 'dictionary',
    right: DATA_RIGHT,
    run: (session, a) =>
      runDataset(
        session.objects.datasets,
        session.who,
        accountFor(session, a, MAY_USE_DATA),
        a.dictionary('parameters'),
      ),
  },
  ROSTER: {
    tier: 2,
    syntax: 'accountName parameters',
    output: 'dictionary',
    right: DATA_RIGHT,
    run: roster,
  },
  BALANCE: {
    tier: 2,
    syntax: 'accountName parameters',
    output: 'dictionary',
    right: 'own(read ops)|Users|Domain:CanCreditAccounts',
    run: ({ who, objects }, a) =>
      objects.balances.run(who, a.word('accountName'), a.dictionary('parameters')),
  },
});
