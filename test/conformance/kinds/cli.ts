/** Runs transcripts of commands over every binding, each from a fresh server (vectors/cli/README.md). */
import { readFileSync } from 'node:fs';
import { type Answer, BINDINGS, type Binding, type Channel } from '../cli/bindings.js';
import { runRaw } from '../cli/raw.js';
import { type CliServer, openCliServer } from '../cli/server.js';
import {
  differs,
  filled,
  type Step,
  savedValue,
  type Transcript,
  type Variables,
} from '../cli/transcript.js';
import { type RunFolder, vectorFiles } from '../report.js';

/** Password of postmaster on the fresh server. */
const POSTMASTER = 'pm-pass-1';

/** Null when the transcript holds over the binding. */
export async function runTranscript(
  server: CliServer,
  binding: Binding,
  transcript: Transcript,
): Promise<string | null> {
  const variables: Variables = new Map([['postmasterPassword', POSTMASTER]]);
  if (transcript.binding === 'pwd') return runRaw(server, transcript, variables);
  const channels = new Map<string, Channel>();
  const channelOf = async (login: string): Promise<Channel> => {
    const known = channels.get(login);
    if (known !== undefined) return known;
    const password = transcript.logins?.[login] ?? (login === 'postmaster' ? POSTMASTER : '');
    const channel = await binding.open(server, login, password);
    channels.set(login, channel);
    return channel;
  };
  try {
    for (const [number, step] of transcript.steps.entries()) {
      if (step.only !== undefined && !step.only.includes(binding.name)) continue;
      const channel = await channelOf(step.as ?? transcript.as);
      const answer = await channel.send(filled(step.send ?? '', variables));
      const why = wrongIn(answer, step, binding, variables);
      if (why !== null) return `step ${number + 1} (${step.send}): ${why}`;
      for (const [name, what] of Object.entries(step.save ?? {})) {
        variables.set(name, savedValue(answer.output ?? null, what));
      }
    }
    return null;
  } finally {
    for (const channel of channels.values()) channel.close();
  }
}

function wrongIn(answer: Answer, step: Step, binding: Binding, variables: Variables): string | null {
  const codes = [step.code, step.altCode].filter(code => code !== undefined);
  const shouldFail = codes.length > 0 && codes.every(code => code >= 300);
  const mayFail = codes.some(code => code >= 300);
  if (answer.failed ? !mayFail : shouldFail) return `answers ${answer.code} ${answer.text}`;
  if (answer.code !== null) {
    const wanted = codes.map(code => (code < 300 ? binding.success(code) : code));
    if (wanted.length > 0 && !wanted.includes(answer.code)) return `answers ${answer.code} ${answer.text}`;
  }
  if (step.text !== undefined && answer.text !== step.text) return `says ${answer.text}`;
  if (step.textMatch !== undefined && !new RegExp(step.textMatch, 'u').test(answer.text)) {
    return `says ${answer.text}`;
  }
  if (step.result === undefined) return null;
  if (step.result === null) return answer.output === undefined ? null : 'has an output';
  // programs cannot tell null from no output
  if (answer.output === undefined && binding.name !== 'ExecuteCLI') return 'has no output';
  return differs(answer.output ?? null, step.result, variables);
}

export const run: RunFolder = async (folder, report) => {
  const transcripts = vectorFiles(folder).map(file => JSON.parse(readFileSync(file, 'utf8')) as Transcript);
  for (const binding of BINDINGS) {
    const server = await openCliServer(POSTMASTER);
    try {
      for (const transcript of transcripts) {
        if (transcript.binding === 'pwd' && binding.name !== 'pwd') continue;
        const id = `${transcript.id} [${binding.name}]`;
        const why = await runTranscript(server, binding, transcript).catch((error: unknown) =>
          error instanceof Error ? (error.stack ?? error.message) : String(error),
        );
        if (why === null) report.pass(id);
        else report.fail(id, why);
      }
    } finally {
      await server.close();
    }
  }
};
