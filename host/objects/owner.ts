/** An account that owns mailboxes, files, data sets. `id` is permanent, names may change. */
export interface Owner {
  readonly account: string;
  readonly domain: string;
  readonly id: number;
}
