/** Opens views (ximss.md 6.2). */
import type { Bytes } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Mailboxes } from '../mailboxes/mailboxes.js';
import type { Principal } from '../principal.js';
import type { ViewDeps } from './types.js';
import { View, type ViewOptions } from './view.js';

/** What is opened. */
export interface ViewWish extends ViewOptions {
  readonly mailbox: Bytes;
  /** A missing mailbox is made with this class. */
  readonly mailboxClass?: Bytes;
  /** Throws `uid-validity` when the mailbox has another one. */
  readonly uidValidity?: number;
}

/** The service. */
export class Views {
  constructor(
    private readonly deps: Omit<ViewDeps, 'letters'>,
    private readonly boxes: Mailboxes,
  ) {}

  /** Opens a view. Throws `mailbox-unknown`, `mailbox-denied`, `uid-validity`. */
  async open(who: Principal, account: string, wish: ViewWish, notify: () => void): Promise<View> {
    const box =
      wish.mailboxClass === undefined
        ? await this.boxes.open(who, account, wish.mailbox, 'r')
        : await this.boxes.openOrMake(who, account, wish.mailbox, wish.mailboxClass, 'r');
    if (wish.uidValidity !== undefined && wish.uidValidity !== box.record.uidValidity) {
      throw new PosternError('uid-validity');
    }
    const view = new View({ ...this.deps, letters: () => box.letters }, box, notify);
    await view.open(wish);
    return view;
  }
}
