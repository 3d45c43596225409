/** What the files of the folder hold (vectors/ximss/README.md). */

export type Text = string | { readonly re: string };

export interface Pattern {
  readonly el?: string;
  readonly attrs?: Readonly<Record<string, Text>>;
  readonly absent?: readonly string[];
  readonly text?: Text;
  readonly children?: readonly Pattern[];
  readonly unorderedChildren?: boolean;
  readonly onlyChildren?: boolean;
  readonly noChildren?: boolean;
  readonly noDescendant?: readonly string[];
  readonly noDescendantWith?: Readonly<Record<string, string>>;
  readonly count?: number;
  readonly optional?: boolean;
  readonly raw?: string;
  readonly save?: Readonly<Record<string, string>>;
}

export interface HttpStep {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Step {
  readonly conn?: string;
  readonly open?: {
    readonly port?: 'ximss' | 'http';
    readonly path?: string;
    readonly protocols?: readonly string[];
    readonly expectStatus?: number;
    readonly expectProtocol?: string;
  };
  readonly login?: string;
  readonly send?: string | readonly string[];
  readonly sendText?: string;
  readonly sendBinary?: string;
  readonly generate?: {
    readonly prefix: string;
    readonly fill: string;
    readonly count: number;
    readonly suffix: string;
  };
  readonly request?: HttpStep;
  readonly background?: string;
  readonly join?: string;
  readonly await?: boolean;
  readonly startTls?: boolean;
  readonly compute?: Readonly<Record<string, { readonly fn: string; readonly args: readonly string[] }>>;
  readonly expect?: readonly Pattern[];
  readonly expectNone?: readonly Pattern[];
  readonly strict?: boolean;
  readonly unordered?: boolean;
  readonly within?: number;
  readonly minTime?: number;
  readonly wait?: number;
  readonly split?: boolean;
  readonly closed?: boolean;
  readonly closeCode?: number;
  readonly status?: number | readonly number[];
  readonly reason?: Text;
  readonly respHeaders?: Readonly<Record<string, Text>>;
  readonly root?: Pattern;
  readonly rawStarts?: string;
  readonly rawContains?: string;
  readonly rawEquals?: string;
  readonly noXml?: boolean;
  readonly noWhitespaceNodes?: boolean;
  readonly ignoreCookies?: boolean;
  readonly malformed?: boolean;
}

export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly transport: 'tcp' | 'http' | 'ws';
  readonly tier: number;
  readonly covers: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly fixture?: string;
  readonly slow?: boolean;
  readonly steps: readonly Step[];
}

/** Values saved by earlier patterns. */
export type Variables = Map<string, string>;

/** The text with its variables; `${name|url}` is percent-encoded. */
export function filled(text: string, variables: Variables): string {
  return text.replace(/\$\{([^}|]+)(\|url)?\}/g, (_, name: string, url: string | undefined) => {
    const value = variables.get(name);
    if (value === undefined) throw new Error(`the variable ${name} has no value`);
    return url === undefined ? value : encodeURIComponent(value);
  });
}

/** A scenario has failed; the message says why. */
export class Mismatch extends Error {}

export function fail(text: string): never {
  throw new Mismatch(text);
}
