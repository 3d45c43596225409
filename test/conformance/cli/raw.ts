/** Transcripts of exact lines (`binding` `pwd`). */
import { decodeUtf8, encodeUtf8 } from '../../../stdlib/values/utf8.js';
import { Wire } from './bindings.js';
import type { CliServer } from './server.js';
import { differs, filled, objectOf, type Step, type Transcript, type Variables } from './transcript.js';

/** The first thing that is wrong, null if nothing is. */
export async function runRaw(
  server: CliServer,
  transcript: Transcript,
  variables: Variables,
): Promise<string | null> {
  const wire = await Wire.to(server.pwdPort);
  try {
    for (const [number, step] of transcript.steps.entries()) {
      const why = await runStep(wire, step, variables);
      if (why !== null) return `step ${number + 1} (${step.send ?? 'greeting'}): ${why}`;
    }
    return null;
  } finally {
    wire.destroy();
  }
}

async function runStep(wire: Wire, step: Step, variables: Variables): Promise<string | null> {
  if (step.send !== undefined) wire.write(encodeUtf8(filled(step.send, variables) + (step.eol ?? '\r\n')));
  const lines = [decodeUtf8(await wire.whole())];
  const [first = ''] = lines;
  const more = first === '200 data follow' ? 1 : 0;
  for (let i = 1; i < Math.max(step.lines?.length ?? 1, 1 + more); i++)
    lines.push(decodeUtf8(await wire.whole()));
  const code = Number(first.slice(0, 3));
  if (step.code !== undefined && code !== step.code && code !== step.altCode) return `answers ${first}`;
  if (step.line !== undefined && !new RegExp(step.line, 'u').test(first))
    return `${first} is not ${step.line}`;
  if (step.lines !== undefined && step.lines.join('\n') !== lines.join('\n'))
    return `answers ${lines.join(' / ')}`;
  if (typeof step.result === 'string' || (typeof step.result === 'object' && step.result !== null)) {
    const text = more > 0 ? (lines[1] ?? '') : first.slice(4);
    const why = differs(objectOf(encodeUtf8(text)), step.result, variables);
    if (why !== null) return why;
  }
  if (step.closed === true && (await wire.line()) !== null) return 'the connection is not closed';
  return null;
}
