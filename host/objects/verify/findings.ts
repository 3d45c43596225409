/** What a check of the objects found, and what all checks share. */
import { type KeyPart, prefixRange, type Store, unkey } from '../../storage/index.js';

/** Problems that are kept; of a store that is wrong everywhere the first ones tell enough. */
const MOST = 1000;

export class Findings {
  readonly problems: string[] = [];
  /** Accounts that exist, with the domain of each. */
  readonly accounts = new Map<number, number>();
  /** Accounts and domains that are removed, and not cleaned away yet: what they owned may be half there. */
  readonly goneAccounts = new Set<number>();
  readonly goneDomains = new Set<number>();
  readonly goneLists = new Set<number>();
  readonly domains = new Set<number>();
  /** References to stored content, counted. */
  readonly references = new Map<string, number>();
  /** Largest permanent number in use. */
  lastId = 0;

  constructor(readonly store: Store) {}

  note(problem: string): void {
    if (this.problems.length < MOST) this.problems.push(problem);
  }

  refer(blob: string): void {
    if (blob !== '') this.references.set(blob, (this.references.get(blob) ?? 0) + 1);
  }

  /** False for what belongs to an account that is being cleaned away. */
  counts(account: number): boolean {
    if (this.goneAccounts.has(account)) return false;
    const domain = this.accounts.get(account);
    return domain === undefined || !this.goneDomains.has(domain);
  }

  /** Every entry below a key; a key or value that cannot be read is a problem, not the end. */
  async each(
    prefix: readonly KeyPart[],
    visit: (parts: readonly KeyPart[], value: Uint8Array, key: Uint8Array) => void,
  ): Promise<void> {
    for await (const page of this.store.pages(prefixRange(...prefix))) {
      for (const [key, value] of page) {
        try {
          visit(unkey(key), value, key);
        } catch (error) {
          this.note(`a record of ${prefix.join(' ')} is damaged: ${describe(error, key)}`);
        }
      }
    }
  }
}

function describe(error: unknown, key: Uint8Array): string {
  return `${error instanceof Error ? error.message : String(error)} (key ${Buffer.from(key).toString('hex')})`;
}

/** A number in a key. */
export const numberOf = (part: KeyPart | undefined): number => (typeof part === 'number' ? part : -1);
/** A text in a key. */
export const textOf = (part: KeyPart | undefined): string => (typeof part === 'string' ? part : '');
