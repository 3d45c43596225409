/** What views need from the other services. */
import type { Change, KeyPart, Store } from '../../storage/index.js';
import type { Box } from '../mailboxes/types.js';

export interface ViewDeps {
  readonly store: Store;
  /** Watches a subject of the change log; the result ends that. */
  readonly subscribe: (
    topic: string,
    subject: readonly KeyPart[],
    listener: (change: Change) => void,
  ) => () => void;
  /** Letters that the one who opened the view has now. */
  readonly letters: (box: Box) => ReadonlySet<string>;
}
