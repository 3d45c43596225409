/** Removing messages in the three ways that clients know (ximss.md 7). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { parseFlags } from '../../objects/messages/flags.js';
import type { View } from '../../objects/views/index.js';
import { illegal } from '../failure.js';
import type { Call } from '../run/call.js';

type Method = 'immediately' | 'mark' | 'movetotrash';

function methodOf(text: Bytes): Method | null {
  const word = text.toLowerCase().replace(/[ _-]+/g, '');
  return word === 'immediately' || word === 'mark' || word === 'movetotrash' ? word : null;
}

/** A preference that is a text. */
export function preference(call: Call, key: Bytes, otherwise: Bytes): Bytes {
  const value = call.world.objects.accounts.prefs(call.session.record).entries[key];
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

/** The preference is DeleteMethod for the clients of XIMSS, DeleteMode for the pages: what somebody chose wins. */
function preferredMethod(call: Call): Method {
  const chosen = methodOf(preference(call, 'DeleteMethod', ''));
  return chosen ?? methodOf(preference(call, 'DeleteMode', 'Move To Trash')) ?? 'movetotrash';
}

/** @param mode as the client gave it; null: as the preferences say */
export async function removeMessages(
  call: Call,
  view: View,
  uids: readonly number[],
  mode: Bytes | null,
): Promise<void> {
  const { messages, mailboxes } = call.world.objects;
  const { principal, record } = call.session;
  const given = mode === null ? null : methodOf(mode);
  if (mode !== null && given === null) throw illegal('illegal remove mode');
  const method = given ?? preferredMethod(call);
  if (uids.length === 0) return;
  if (method === 'mark') {
    await messages.setFlags(principal, view.box, uids, parseFlags('Deleted'));
    return;
  }
  const trash = preference(call, 'TrashBox', 'Trash');
  const isTrash = view.box.owner.id === record.accountId && view.box.name === trash;
  if (method === 'immediately' || isTrash) {
    await messages.remove(principal, view.box, uids);
    return;
  }
  const target = await mailboxes.openOrMake(principal, '*', trash, '', 'i');
  await messages.copy(principal, view.box, uids, target, true);
}
