/** Groups whose settings change the message (objects.md 6): the members get it as a message of its own. */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { Core } from '../core/core.js';
import type { Addr } from '../core/types.js';
import { expandGroup } from '../groups/members.js';
import type { ComposeField } from '../mime/index.js';
import type { QueuedMessage, Settle } from '../queue/types.js';
import { Facts } from '../rules/facts.js';
import { flagSetting } from '../settings/read.js';
import { groupSettings } from './routing.js';
import { withFields, withoutFields } from './text.js';
import { DONE, failed, type Outcome } from './types.js';

/** Takes a message that the server sends on, and ends the recipient that it came from. */
export type Resend = (
  message: QueuedMessage,
  to: readonly Bytes[],
  text: Uint8Array,
  settle: Settle,
) => Promise<void>;

export async function deliverToGroup(
  core: Core,
  group: Addr,
  message: QueuedMessage,
  text: Uint8Array,
  resend: Resend,
  settle: Settle,
): Promise<Outcome> {
  const address = `${group.account}@${group.domain}`;
  const settings = groupSettings(core, group);
  const facts = new Facts(text);
  if (flagSetting(settings, 'EmailDisabled')) return failed('the group takes no mail', '5.2.1');
  if (facts.texts('delivered-to').includes(address)) return DONE;
  if (flagSetting(settings, 'RejectAuto') && !facts.isHuman(message.from)) return DONE;
  const author = flagSetting(settings, 'RemoveAuthor') ? facts.addresses('from', 'sender') : [];
  const without = new Set(author.map(each => each.toLowerCase()));
  const to = expandGroup(core, group)
    .map(member => `${member.account}@${member.domain}`)
    .filter(member => !without.has(member));
  const dropped = new Set<Bytes>();
  const fields: ComposeField[] = [['Delivered-To', address]];
  if (flagSetting(settings, 'SetReplyTo')) {
    dropped.add('reply-to');
    fields.push(['Reply-To', { address, realName: null }]);
  }
  if (flagSetting(settings, 'RemoveToAndCc')) {
    for (const name of ['to', 'cc']) dropped.add(name);
    fields.push(['To', { address, realName: null }]);
  }
  if (to.length > 0) await resend(message, to, withFields(withoutFields(text, dropped), fields), settle);
  return DONE;
}
