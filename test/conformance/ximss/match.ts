/** Patterns against elements (vectors/ximss/README.md, Matching). */
import { filled, type Pattern, type Text, type Variables } from './scenario.js';
import { descendants, type Element, type Message } from './tree.js';

/** A regular expression of the vectors; `(?i)` in front means no regard to case. */
function expression(source: string): RegExp {
  return source.startsWith('(?i)') ? new RegExp(source.slice(4), 'iu') : new RegExp(source, 'u');
}

/** Null when the text fits. */
export function wrongText(what: string, value: string, wanted: Text, variables: Variables): string | null {
  const fits =
    typeof wanted === 'string' ? value === filled(wanted, variables) : expression(wanted.re).test(value);
  return fits ? null : `${what} is ${JSON.stringify(value)}, not ${JSON.stringify(wanted)}`;
}

/** Null when the element fits the pattern; values to save are put into `found`. */
export function wrongElement(
  element: Element | Message,
  pattern: Pattern,
  variables: Variables,
  found: Variables,
): string | null {
  if (pattern.el !== undefined && element.name !== pattern.el)
    return `<${element.name}> is not <${pattern.el}>`;
  if (pattern.raw !== undefined && 'raw' in element) {
    const why = wrongText('the document', element.raw, pattern.raw, variables);
    if (why !== null) return why;
  }
  for (const [name, wanted] of Object.entries(pattern.attrs ?? {})) {
    const value = element.attributes[name];
    if (value === undefined) return `<${element.name}> has no ${name}`;
    const why = wrongText(`${element.name}/@${name}`, value, wanted, variables);
    if (why !== null) return why;
  }
  for (const name of pattern.absent ?? []) {
    if (element.attributes[name] !== undefined)
      return `<${element.name}> has ${name}="${element.attributes[name]}"`;
  }
  if (pattern.text !== undefined) {
    const why = wrongText(`text of <${element.name}>`, element.text, pattern.text, variables);
    if (why !== null) return why;
  }
  const why = wrongBody(element, pattern, variables, found);
  if (why !== null) return why;
  for (const [name, what] of Object.entries(pattern.save ?? {})) {
    found.set(name, what === 'text' ? element.text : (element.attributes[what.slice(1)] ?? ''));
  }
  return null;
}

function wrongBody(
  element: Element,
  pattern: Pattern,
  variables: Variables,
  found: Variables,
): string | null {
  if (pattern.noChildren && element.children.length > 0) return `<${element.name}> has sub-elements`;
  for (const name of pattern.noDescendant ?? []) {
    if (descendants(element).some(item => item.name === name)) return `<${name}> in <${element.name}>`;
  }
  for (const [name, value] of Object.entries(pattern.noDescendantWith ?? {})) {
    if (descendants(element).some(item => item.attributes[name] === value))
      return `${name}="${value}" is there`;
  }
  const wanted = pattern.children ?? [];
  const { matched, why } = pattern.unorderedChildren
    ? matchAnyOrder(element, wanted, variables, found)
    : matchInOrder(element, wanted, variables, found);
  if (why !== null) return `in <${element.name}>: ${why}`;
  if (!pattern.onlyChildren) return null;
  const more = element.children.find(child => !matched.has(child));
  return more === undefined ? null : `<${element.name}> has also <${more.name}>`;
}

interface Matched {
  readonly matched: Set<Element>;
  readonly why: string | null;
}

function matchInOrder(
  element: Element,
  wanted: readonly Pattern[],
  variables: Variables,
  found: Variables,
): Matched {
  const matched = new Set<Element>();
  let at = 0;
  for (const pattern of wanted) {
    for (let times = pattern.count ?? 1; times > 0; times--) {
      let last = `no <${pattern.el ?? '*'}>`;
      let hit: Element | undefined;
      const from = at;
      while (hit === undefined && at < element.children.length) {
        const child = element.children[at++] as Element;
        const why = wrongElement(child, pattern, variables, found);
        if (why === null) hit = child;
        else if (child.name === pattern.el) last = why;
      }
      if (hit !== undefined) matched.add(hit);
      else if (pattern.optional) at = from;
      else return { matched, why: last };
    }
  }
  return { matched, why: null };
}

function matchAnyOrder(
  element: Element,
  wanted: readonly Pattern[],
  variables: Variables,
  found: Variables,
): Matched {
  const matched = new Set<Element>();
  for (const pattern of wanted) {
    let last = `no <${pattern.el ?? '*'}>`;
    const hit = element.children.find(child => {
      if (matched.has(child)) return false;
      const why = wrongElement(child, pattern, variables, found);
      if (why !== null && child.name === pattern.el) last = why;
      return why === null;
    });
    if (hit !== undefined) matched.add(hit);
    else if (!pattern.optional) return { matched, why: last };
  }
  return { matched, why: null };
}

/** The patterns of a step while messages come in. */
export class Matcher {
  private readonly left: { readonly pattern: Pattern; times: number }[];
  private readonly responded = new Set<string>();
  /** Why the nearest candidate of the next pattern did not fit. */
  near: string | null = null;

  constructor(
    patterns: readonly Pattern[],
    private readonly options: {
      readonly none: readonly Pattern[];
      readonly strict: boolean;
      readonly unordered: boolean;
    },
    private readonly variables: Variables,
  ) {
    this.left = patterns.map(pattern => ({ pattern, times: pattern.count ?? 1 }));
  }

  /** Nothing more has to come. */
  get isDone(): boolean {
    return this.left.every(({ pattern }) => pattern.optional);
  }

  get missing(): string {
    const next = this.left.find(({ pattern }) => !pattern.optional);
    return `no ${JSON.stringify(next?.pattern).slice(0, 300)}${this.near === null ? '' : `; ${this.near}`}`;
  }

  /**
   * Takes one message.
   * @returns false when no pattern took it
   */
  take(message: Message): { readonly matched: boolean; readonly why: string | null } {
    for (const pattern of this.options.none) {
      if (wrongElement(message, pattern, this.variables, new Map()) === null) {
        return { matched: false, why: `must not come: ${message.raw.slice(0, 300)}` };
      }
    }
    const id = message.attributes.id;
    if (id !== undefined && this.responded.has(id))
      return { matched: false, why: `after its response: ${message.raw}` };
    const matched = this.match(message);
    if (id !== undefined && message.name === 'response') this.responded.add(id);
    if (matched) return { matched, why: null };
    if (message.name === 'response' && message.attributes.errorText !== undefined) {
      return { matched, why: `failed: ${message.raw}; wanted ${this.missing}` };
    }
    return { matched, why: this.options.strict ? `not expected: ${message.raw.slice(0, 300)}` : null };
  }

  private match(message: Message): boolean {
    for (let at = 0; at < this.left.length; at++) {
      const next = this.left[at] as { pattern: Pattern; times: number };
      const found: Variables = new Map();
      const why = wrongElement(message, next.pattern, this.variables, found);
      if (why === null) {
        for (const [name, value] of found) this.variables.set(name, value);
        if (--next.times === 0) this.left.splice(at, 1);
        if (!this.options.unordered) this.left.splice(0, at);
        return true;
      }
      if (message.name === next.pattern.el) this.near = why;
      if (!this.options.unordered && !next.pattern.optional) return false;
    }
    return false;
  }
}
