/** What a command is: one entry of the table (cli.md 7). */

import type { Value } from '../../stdlib/values/types.js';
import type { Objects, Principal } from '../objects/api.js';
import type { Args } from './args.js';
import type { Listing } from './listing.js';
import type { CliServices } from './services.js';
import { type ItemKind, readNotation, type Syntax } from './syntax/notation.js';

/** On whose behalf a command runs, and what it may use. */
export interface Session {
  readonly who: Principal;
  readonly objects: Objects;
  readonly services: CliServices;
  /** Names of the commands that this server runs. */
  readonly commands: readonly string[];
}

/** What a command gives: an output object, or `undefined` for none. */
export type Output = Value | Listing | undefined;

/** Does the work of a command; throws PosternError. What a command without output returns is dropped. */
export type Run = (session: Session, args: Args) => unknown;

/** Kinds of output, as the table of cli.md names them. */
export type OutputKind =
  | 'none'
  | 'string'
  | 'number'
  | 'array'
  | 'dictionary'
  | 'object'
  | 'timestamp'
  | 'data';

/** How a command is declared in its area. */
export interface Declaration {
  readonly tier: 1 | 2 | 3;
  readonly output: OutputKind;
  /** The Right column of cli.md 7: the object layer checks it, this is for the reader of the table. */
  readonly right: string;
  /** What stands behind the name, as in cli.md 7. */
  readonly syntax?: string;
  /** What is read, when more is accepted than `syntax` shows. */
  readonly reads?: string;
  /** Kinds of placeholders that differ from the general ones. */
  readonly kinds?: Readonly<Record<string, ItemKind>>;
  /** Absent: the command is not supported. */
  readonly run?: Run;
  /** What an unsupported command answers, after its own checks if it has any in `run`. */
  readonly refusal?: 'command-not-implemented' | 'cluster-only';
  /** The output is a dictionary that the object layer keeps in memory and gives again. */
  readonly kept?: true;
  /** False for commands that only old clients send. */
  readonly listed?: false;
}

/** One command. */
export interface Command extends Declaration {
  readonly name: string;
  readonly area: string;
  readonly items: Syntax;
}

/** True when the server does what the command is for. */
export const isSupported = (command: Command): boolean =>
  command.run !== undefined && command.refusal === undefined;

/** Commands of an area by name, in upper case. */
export type Declarations = Readonly<Record<string, Declaration>>;

/** Makes the commands of an area. */
export function area(name: string, declarations: Declarations): Command[] {
  return Object.entries(declarations).map(([command, declaration]) => ({
    ...declaration,
    name: command,
    area: name,
    items: readNotation(declaration.reads ?? declaration.syntax ?? '', declaration.kinds),
  }));
}
