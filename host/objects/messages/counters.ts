/** Counters of a mailbox when a message comes, changes or goes. Hidden messages are in no count but their own. */
import type { BoxUse } from '../mailboxes/types.js';
import { DELETED, HIDDEN, MEDIA, SEEN } from './flags.js';
import type { MessageRecord } from './records.js';

type Counts = Pick<BoxUse, 'messages' | 'unseen' | 'size' | 'media' | 'hidden' | 'allMessages' | 'allSize'>;

const NOTHING: Counts = { messages: 0, unseen: 0, size: 0, media: 0, hidden: 0, allMessages: 0, allSize: 0 };

function countsOf(record: MessageRecord | null): Counts {
  if (record === null) return NOTHING;
  const { bits } = record.flags;
  if ((bits & HIDDEN) !== 0) return { ...NOTHING, hidden: 1, allMessages: 1, allSize: record.size };
  return {
    messages: 1,
    unseen: isUnseen(bits) ? 1 : 0,
    size: record.size,
    media: (bits & MEDIA) !== 0 ? 1 : 0,
    hidden: 0,
    allMessages: 1,
    allSize: record.size,
  };
}

/** Neither Seen nor Deleted. */
export const isUnseen = (bits: number): boolean => (bits & (SEEN | DELETED)) === 0;

/** The counters after a message took the place of another; null: there is none. */
export function counted(use: BoxUse, before: MessageRecord | null, after: MessageRecord | null): BoxUse {
  const old = countsOf(before);
  const now = countsOf(after);
  return {
    ...use,
    messages: use.messages - old.messages + now.messages,
    unseen: use.unseen - old.unseen + now.unseen,
    size: use.size - old.size + now.size,
    media: use.media - old.media + now.media,
    hidden: use.hidden - old.hidden + now.hidden,
    allMessages: use.allMessages - old.allMessages + now.allMessages,
    allSize: use.allSize - old.allSize + now.allSize,
  };
}
