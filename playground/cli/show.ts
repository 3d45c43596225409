/** Outcomes of runs on the terminal. */
import { renderDiagnostic } from '../../compiler/index.js';
import type { Outcome } from '../sandbox/outcome.js';
import { painter } from './paint.js';
import { FOUND, type Io, OK } from './types.js';

export interface ShowOptions {
  /** Status line and fields before the body. */
  readonly headers: boolean;
  readonly usage: boolean;
  /** Text of a file, for code frames. */
  source(file: string): string | null;
}

/** Writes the answer to the output, everything else to the error output. Gives the exit status. */
export function show(outcome: Outcome, options: ShowOptions, io: Io): number {
  const paint = painter(io);
  for (const diagnostic of outcome.diagnostics) {
    if (diagnostic.severity === 'warning' && outcome.kind !== 'invalid') continue;
    io.err(`${renderDiagnostic(diagnostic, options.source(diagnostic.file) ?? undefined)}\n`);
  }
  for (const { what, text } of outcome.log) io.err(`${paint('grey', `${what}:`)} ${text}\n`);
  if (outcome.error !== null) {
    const { number, message, frames, frame } = outcome.error;
    io.err(`${paint('red', `error ${number}`)}: ${message}\n`);
    for (const { section, file, line, column } of frames)
      io.err(`  in ${section} (${file}:${line}:${column})\n`);
    if (frame !== undefined) io.err(`${frame}\n`);
  }
  const { answer, usage } = outcome;
  if (answer !== null) {
    if (options.headers) {
      io.out(`${answer.status}${answer.reason === null ? '' : ` ${answer.reason}`}\n`);
      if (answer.contentType !== null) io.out(`Content-Type: ${answer.contentType}\n`);
      for (const [name, value] of answer.fields) io.out(`${name}: ${value}\n`);
      io.out('\n');
    }
    io.output.write(answer.body);
  } else if (outcome.kind === 'empty') io.err('the program set no response: visitors get 404\n');
  if (options.usage && usage !== null) {
    const { cpuMs, wallMs, peakMemory, hostCalls, outputBytes } = usage;
    const megabytes = (peakMemory / 1024 / 1024).toFixed(1);
    io.err(
      `${paint('grey', `${cpuMs.toFixed(1)} ms processor, ${wallMs.toFixed(1)} ms in all, ${megabytes} MB, ${hostCalls} host calls, ${outputBytes} bytes`)}\n`,
    );
  }
  return outcome.kind === 'failed' || outcome.kind === 'invalid' ? FOUND : OK;
}
