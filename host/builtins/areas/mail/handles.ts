/** What the handles of a program stand for: mailboxes, messages, calendars. They end with the program. */
import { makeHandle } from '../../../../stdlib/values/index.js';
import { Kind, type Value } from '../../../../stdlib/values/types.js';
import { PosternError } from '../../../errors/index.js';
import type { Calendar } from '../../../objects/calendar/index.js';
import type { Box } from '../../../objects/mailboxes/types.js';
import type { OpenedMessage } from '../../../objects/messages/opened.js';
import type { View } from '../../../objects/views/index.js';
import type { RunScope } from '../../scope.js';

/** A mailbox that a program has open. */
export interface OpenBox {
  readonly box: Box;
  /** Set when it was opened as a view. */
  readonly view: View | null;
  /** What the notices of the view carry; null: none are wanted. */
  reference: Value;
}

interface Classes {
  Mailbox: OpenBox;
  Message: OpenedMessage;
  Calendar: Calendar;
}

/** Handles that one run may have open. */
const MOST = 1000;

let lastId = 0;

/** A new handle. */
export function open<C extends keyof Classes>(scope: RunScope, name: C, object: Classes[C]): Value {
  if (scope.handles.size >= MOST) throw new PosternError('too-many');
  const id = ++lastId;
  scope.handles.set(`${name}/${id}`, object);
  return makeHandle(name, id);
}

/** What a handle stands for. Throws `illegal-value` for everything else. */
export function held<C extends keyof Classes>(
  scope: RunScope,
  name: C,
  value: Value | undefined,
): Classes[C] {
  const isHandle =
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === Kind.Handle;
  const object = isHandle && value.class === name ? scope.handles.get(`${name}/${value.id}`) : undefined;
  if (object === undefined) throw new PosternError('illegal-value', { args: [name] });
  return object as Classes[C];
}
