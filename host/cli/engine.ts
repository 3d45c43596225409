/**
 * The one engine of all bindings (cli.md 1): runs a command text on behalf of a principal. Checks, in this order:
 * the command is known, somebody is authenticated, the syntax; the object layer does the others (cli.md 4.3).
 */

import type { Bytes, Value } from '../../stdlib/values/types.js';
import { encodeUtf8 } from '../../stdlib/values/utf8.js';
import { type ErrorCode, PosternError } from '../errors/index.js';
import type { Objects, Principal } from '../objects/api.js';
import { Args } from './args.js';
import type { Command, Output, Session } from './command.js';
import { Listing } from './listing.js';
import { OLD_NAMES } from './oldnames.js';
import type { CliServices } from './services.js';
import { type Line, skipBlanks } from './syntax/items.js';
import { readItems } from './syntax/reader.js';
import { commandTable, SUPPORTED } from './table.js';

/** What a command answered. */
export interface CliResult {
  /** 200, or the number of the error. */
  readonly code: number;
  /** `OK`, or the text of the error in UTF-8, without line ends. */
  readonly text: Bytes;
  /** The output object; absent if the command has none. */
  readonly output?: Value;
  /** The output is kept in memory by the object layer: its text may be kept, too. */
  readonly kept?: boolean;
}

/** An answer whose output may be a dictionary that is still to be read. */
export interface CliStream extends Omit<CliResult, 'output' | 'kept'> {
  readonly listing: Listing;
}

/** What `run` answers. */
export type CliAnswer = CliResult | CliStream;

/** Runs commands. */
export interface Cli {
  /** Runs one command. Never rejects. */
  execute(who: Principal, command: Bytes): Promise<CliResult>;
  /** The same; a command that needs no waiting answers at once, long dictionaries may be read while they are sent. */
  run(who: Principal, command: Bytes): CliAnswer | Promise<CliAnswer>;
  /** Every command that this server runs, sorted, without old names. */
  names(): readonly string[];
}

/** No name of a command is longer. */
const LONGEST = 64;
const BLANK = 32;

const DONE: CliResult = { code: 200, text: 'OK' };
const KNOWN = new Map<string, Command>(commandTable.map(command => [command.name, command]));

function failure(code: ErrorCode): CliResult {
  return refusal(new PosternError(code));
}

function refusal(error: PosternError): CliResult {
  return { code: error.number, text: encodeUtf8(error.message) };
}

function answer(command: Command, output: Output): CliAnswer {
  if (output === undefined || command.output === 'none') return DONE;
  if (output instanceof Listing) return { code: 200, text: 'OK', listing: output };
  return { code: 200, text: 'OK', output, kept: command.kept === true };
}

/** Texts of forms and programs may end as lines do; a control byte anywhere else is an error of syntax. */
function withoutLineEnd(text: Bytes): Bytes {
  const code = text.charCodeAt(text.length - 1);
  return code === 10 || code === 13 ? text.replace(/[\r\n]+$/, '') : text;
}

/** The command of the last line: clients often send the same one again and again. */
let last: Command | undefined;

/** The command that a line names; the line is left behind the name. */
function commandOf(line: Line): Command | undefined {
  const { text } = line;
  if (last !== undefined && text.charCodeAt(last.name.length) === BLANK && text.startsWith(last.name)) {
    line.at = last.name.length;
    return last;
  }
  if (!skipBlanks(line)) return undefined;
  const end = text.indexOf(' ', line.at);
  const name = text.slice(line.at, end < 0 ? undefined : end);
  if (name.length > LONGEST) return undefined;
  line.at += name.length;
  const upper = name.toUpperCase();
  last = KNOWN.get(upper) ?? KNOWN.get(OLD_NAMES[upper] ?? '');
  return last;
}

/** Makes the engine. */
export function createCli(objects: Objects, services: CliServices): Cli {
  const failed = (command: Command, error: unknown): CliResult => {
    if (error instanceof PosternError) return refusal(error);
    services.log.failure(
      `${command.name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return failure('internal');
  };

  /** That of the last command: most often the next one is the same principal's. */
  let session: Session | null = null;
  const run = (who: Principal, text: Bytes): CliAnswer | Promise<CliAnswer> => {
    const line: Line = { text: withoutLineEnd(text), at: 0 };
    const command = commandOf(line);
    if (command === undefined) return failure('unknown-command');
    if (who.kind === 'nobody') return failure('not-authenticated');
    if (command.run === undefined) return failure(command.refusal ?? 'command-not-implemented');
    try {
      if (session?.who !== who) session = { who, objects, services, commands: SUPPORTED };
      const result = command.run(session, new Args(readItems(line, command.items)));
      if (!(result instanceof Promise)) return answer(command, result as Output);
      return result.then(
        output => answer(command, output),
        error => failed(command, error),
      );
    } catch (error) {
      return failed(command, error);
    }
  };

  const execute = async (who: Principal, text: Bytes): Promise<CliResult> => {
    const answer = await run(who, text);
    if (!('listing' in answer)) return answer;
    try {
      return { code: 200, text: 'OK', output: await answer.listing.dictionary() };
    } catch (error) {
      services.log.failure(
        `a listing failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
      );
      return failure('internal');
    }
  };

  return { run, execute, names: () => SUPPORTED };
}
