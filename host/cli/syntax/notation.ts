/**
 * What a command looks like, read from its syntax line (cli.md 7): upper-case words are keywords, other words
 * placeholders, `[...]` may be left out, `(a|b)` is a choice, a placeholder behind a keyword is its value.
 */

/** How the item of a placeholder is read. */
export type ItemKind =
  /** a name, quoted or up to the next blank */
  | 'word'
  /** decimal digits, with or without `#` */
  | 'number'
  /** a network address in any of its forms */
  | 'ip'
  | 'string'
  | 'dictionary'
  | 'array'
  | 'data'
  /** an array, or the word `default` */
  | 'rules'
  | 'object'
  /** everything up to the end of the line */
  | 'rest'
  /** one of these words, in any letter case */
  | readonly string[];

/** A placeholder. */
export interface Slot {
  readonly name: string;
  readonly kind: ItemKind;
  readonly optional: boolean;
}

/** A placeholder that no keyword introduces. */
export interface Positional extends Slot {
  /** It stands before all keywords: what is there is never taken for a keyword. */
  readonly leading: boolean;
  /** Alternatives share a number; one of them may be given. */
  readonly set: number;
}

/** A keyword with the items behind it. */
export interface Keyword {
  readonly word: string;
  readonly values: readonly Slot[];
  readonly set: number;
}

/** A command's syntax, ready for the reader. */
export interface Syntax {
  readonly positionals: readonly Positional[];
  readonly keywords: ReadonlyMap<string, Keyword>;
  /** Sets of alternatives one of which must be given: one bit each. */
  readonly required: number;
  /** `[domainName SKIN]` in front of everything: the placeholder and its keyword. */
  readonly prefix: { readonly slot: Slot; readonly word: string } | null;
}

/** Kinds of the placeholders, where a command does not say otherwise; all others are words. */
const KINDS: Readonly<Record<string, ItemKind>> = {
  accountType: [
    'MultiMailbox',
    'TextMailbox',
    'MailDirMailbox',
    'SlicedMailbox',
    'AGrade',
    'BGrade',
    'CGrade',
  ],
  addresses: 'string',
  attributes: 'array',
  errorText: 'string',
  fileContent: 'data',
  fileData: 'data',
  'ip-address': 'ip',
  keyList: 'array',
  limit: 'number',
  logLevel: 'number',
  logRecord: 'string',
  newACL: 'dictionary',
  newAccessRights: 'array',
  newAddresses: 'string',
  newAlert: 'string',
  newAlerts: 'dictionary',
  newAliases: 'array',
  newCertificates: 'array',
  newRecords: 'dictionary',
  newRights: 'array',
  newRule: 'array',
  newRules: 'rules',
  newSettings: 'dictionary',
  newSubscription: 'array',
  newTable: 'string',
  newTelnums: 'array',
  numberOfModerated: 'number',
  object: 'object',
  'orig-address': 'ip',
  parameter: 'object',
  parameters: 'dictionary',
  'proxied-address': 'ip',
  seconds: 'number',
  setValue: 'object',
  settings: 'dictionary',
  sliceSize: 'number',
  subscriber: 'rest',
  taskData: 'dictionary',
};

type Node =
  | { readonly type: 'keyword'; readonly word: string }
  | { readonly type: 'placeholder'; readonly word: string }
  | { readonly type: 'optional'; readonly alternatives: Node[][] }
  | { readonly type: 'choice'; readonly alternatives: Node[][] };

/** Reads alternatives up to the closing bracket, or to the end. */
function parseAlternatives(tokens: string[], closing: string | null): Node[][] {
  const alternatives: Node[][] = [[]];
  for (;;) {
    const token = tokens.shift();
    if (token === undefined || token === closing) return alternatives;
    if (token === '|') {
      alternatives.push([]);
      continue;
    }
    const node: Node =
      token === '['
        ? { type: 'optional', alternatives: parseAlternatives(tokens, ']') }
        : token === '('
          ? { type: 'choice', alternatives: parseAlternatives(tokens, ')') }
          : { type: /^[A-Z]+$/.test(token) ? 'keyword' : 'placeholder', word: token };
    alternatives.at(-1)?.push(node);
  }
}

class Builder {
  readonly positionals: Positional[] = [];
  readonly keywords = new Map<string, Keyword>();
  required = 0;
  prefix: Syntax['prefix'] = null;
  private sets = 0;

  constructor(private readonly kinds: Readonly<Record<string, ItemKind>>) {}

  private slot(name: string, optional: boolean, kind = this.kinds[name] ?? KINDS[name] ?? 'word'): Slot {
    return { name, kind, optional };
  }

  private newSet(required: boolean): number {
    const set = this.sets++;
    if (set > 30) throw new Error('too many alternatives in one syntax line');
    if (required) this.required |= 1 << set;
    return set;
  }

  /** Puts a sequence in; `set` is given for one of several alternatives. */
  sequence(nodes: readonly Node[], required: boolean, set?: number): void {
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i] as Node;
      if (node.type === 'keyword') {
        const values = this.values(nodes, i + 1);
        this.keywords.set(node.word, { word: node.word, values, set: set ?? this.newSet(required) });
        i += values.length;
      } else if (node.type === 'placeholder') {
        this.positional(this.slot(node.word, !required), required, set);
      } else if (node.type === 'choice') {
        i += this.choice(node.alternatives, required, nodes, i);
      } else {
        this.optional(node.alternatives);
      }
    }
  }

  /** The placeholders directly behind a keyword, and one more in brackets. */
  private values(nodes: readonly Node[], from: number): Slot[] {
    const values: Slot[] = [];
    for (let i = from; i < nodes.length; i++) {
      const node = nodes[i] as Node;
      const inner = node.type === 'optional' ? node.alternatives[0]?.[0] : undefined;
      if (node.type === 'placeholder' && values.length === 0) values.push(this.slot(node.word, false));
      else if (inner?.type === 'placeholder' && inner.word === 'limit' && values.length === 1) {
        values.push(this.slot(inner.word, true));
      } else break;
    }
    return values;
  }

  private positional(slot: Slot, required: boolean, set: number | undefined): void {
    const leading = this.keywords.size === 0 && set === undefined;
    this.positionals.push({ ...slot, leading, set: set ?? this.newSet(required) });
  }

  private optional(alternatives: readonly (readonly Node[])[]): void {
    const [first = []] = alternatives;
    const [name, word] = first;
    if (alternatives.length === 1 && name?.type === 'placeholder' && word?.type === 'keyword') {
      this.prefix = { slot: this.slot(name.word, true), word: word.word };
      return;
    }
    this.alternatives(alternatives, false);
  }

  /** Returns how many nodes behind the choice it used up. */
  private choice(
    alternatives: readonly (readonly Node[])[],
    required: boolean,
    nodes: readonly Node[],
    at: number,
  ): number {
    const only = alternatives.length === 1 ? alternatives[0]?.[0] : undefined;
    if (only?.type === 'placeholder') {
      // `(keyList)`: the brackets of an array
      this.positional(this.slot(only.word, !required, 'array'), required, undefined);
      return 0;
    }
    const next = nodes[at + 1];
    const words = alternatives.every(nodes => nodes.length === 1 && nodes[0]?.type === 'keyword');
    if (!words || next?.type !== 'placeholder') {
      this.alternatives(alternatives, required);
      return 0;
    }
    this.alternatives(
      alternatives.map(nodes => [...nodes, next]),
      required,
    );
    return 1;
  }

  private alternatives(alternatives: readonly (readonly Node[])[], required: boolean): void {
    const set = alternatives.length > 1 ? this.newSet(required) : undefined;
    for (const nodes of alternatives) {
      const [first] = nodes;
      const inner = first?.type === 'choice' ? first.alternatives[0]?.[0] : undefined;
      if (set !== undefined && inner?.type === 'placeholder') {
        this.positional(this.slot(inner.word, true, 'array'), required, set);
      } else this.sequence(nodes, required && set === undefined, set);
    }
  }
}

/**
 * Reads a syntax line without the command's name.
 * @param kinds kinds of the placeholders of this command that differ from the general ones
 */
export function readNotation(line: string, kinds: Readonly<Record<string, ItemKind>> = {}): Syntax {
  const tokens = line.match(/[[\]()|]|[^\s[\]()|]+/g) ?? [];
  const builder = new Builder(kinds);
  const [sequence = []] = parseAlternatives([...tokens], null);
  builder.sequence(sequence, true);
  const { positionals, keywords, required, prefix } = builder;
  return { positionals, keywords, required, prefix };
}
