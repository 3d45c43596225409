/** What is known of a built-in before it runs (docs/architecture.md section 2). */

/** Where a program can be compiled for: `session` and `web` have the same names, `plain` only what exists everywhere. */
export type Environment = 'plain' | 'web' | 'session' | 'pbx';

/** Where a built-in lives, and so how it is called. `pbx` ones need a call: outside of one they stop the program. */
export type Place = 'guest' | 'host' | 'wait' | 'guestwait' | 'pbx';

/** Where a built-in exists: everywhere, in web requests, in web requests of a session, in real-time tasks. */
export type Home = 'any' | 'web' | 'session' | 'pbx';

export interface BuiltinDeclaration {
  /** As the manual spells it. */
  readonly name: string;
  readonly lowerName: string;
  readonly area: string;
  readonly kind: 'function' | 'procedure';
  /** Parameter names for readers: `s, from[, length]`. */
  readonly params: string;
  readonly minArgs: number;
  /** null: any number. */
  readonly maxArgs: number | null;
  /** Classes of the result: words joined with ` or `, `null` among them; empty for procedures. */
  readonly returns: string;
  /** May suspend the task. */
  readonly waits: boolean;
  readonly home: Home;
  /** Also exists in real-time tasks. */
  readonly alsoPbx: boolean;
  readonly place: Place;
  /**
   * Set for the two `guestwait` built-ins that wait for some arguments only: where the form lives that never waits
   * and is called `$.b.<name>`; the waiting form is `$.b.<name>wait`.
   */
  readonly plainPlace: 'guest' | 'host' | null;
  /** Number of the built-in in host calls: never changes. */
  readonly op: number;
  /** What it is for, in a sentence or two. */
  readonly documentation: string;
}
