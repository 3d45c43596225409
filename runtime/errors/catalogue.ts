/**
 * Everything that can end a run (docs/errors.md). Numbers are never reused: compile errors are 1xx and 2xx, the
 * sandbox has 600 to 650, pages 651 to 659 (stdlib/wssp/errors.ts), program exceptions 660 to 699.
 */
import { type ExceptionCode, PROGRAM_EXCEPTIONS } from '../../stdlib/exceptions.js';
import { PAGE_ERRORS, type PageFailure } from '../../stdlib/wssp/errors.js';

export interface RuntimeErrorEntry {
  readonly number: number;
  /** `{0}`, `{1}` are filled in. */
  readonly text: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** What a visitor may read. */
  readonly user: string;
}

const PROGRAM = 'The application failed';
const BUSY = 'The server is busy, please try again';

const program = (number: number, text: string): RuntimeErrorEntry => ({
  number,
  text,
  status: 500,
  user: PROGRAM,
});
const busy = (number: number, text: string): RuntimeErrorEntry => ({ number, text, status: 503, user: BUSY });

/** The sandbox itself. */
const SANDBOX = {
  'memory-limit': program(601, 'the program used more memory than allowed ({0} bytes)'),
  'cpu-limit': program(602, 'the program ran longer than allowed ({0} ms)'),
  'wall-limit': {
    number: 603,
    text: 'the program did not end in the time allowed ({0} ms)',
    status: 504,
    user: 'The application did not answer in time',
  },
  'stack-limit': program(604, 'calls are nested too deeply'),
  'output-limit': program(605, 'the response is larger than allowed ({0} bytes)'),
  'host-call-limit': program(606, 'the program made more host calls than allowed ({0})'),
  'value-size': program(607, 'a value is larger than allowed ({0} bytes)'),
  'value-depth': program(608, 'a value is nested deeper than allowed ({0} levels)'),
  'task-limit': program(609, 'the domain has as many tasks as allowed ({0})'),
  cancelled: { number: 610, text: 'the run was cancelled', status: 499, user: 'The request was cancelled' },
  'worker-lost': busy(611, 'the worker that held the run ended'),
  'worker-full': busy(612, 'the worker has no room for more waiting runs'),
  'domain-stopped': busy(613, 'the domain was stopped'),
  closing: busy(614, 'the server is stopping'),
  'missing-entry': program(615, 'the program has no entry {0}'),
  'not-a-value': program(616, 'what crossed the edge of the sandbox is not a value: {0}'),
  'bad-unit': program(617, 'the compiled unit could not be loaded: {0}'),
  'missing-environment': program(618, 'there is no environment {0}'),
  'missing-op': program(619, 'the built-in {0} is not available in this environment'),
  'host-failure': program(620, 'the host failed in {0}: {1}'),
  'guest-failure': program(621, 'the sandbox failed: {0}'),
  'engine-self-test': program(622, 'the engine failed its self test: {0}'),
  'bad-recording': {
    number: 623,
    text: 'the recording cannot be used: {0}',
    status: 400,
    user: 'The recording cannot be used',
  },
  'replay-differs': {
    number: 624,
    text: 'the run asked for {0} where the recording has {1}',
    status: 409,
    user: 'The program is not the recorded one',
  },
  'recording-version': {
    number: 625,
    text: 'the recording was made by Postern {0}, this is Postern {1}: open it with Postern {0}',
    status: 409,
    user: 'The recording is of another version',
  },
} as const satisfies Record<string, RuntimeErrorEntry>;

/** Program exceptions (cgpl.md 12.1) of externals. */
const EXTERNALS = {
  'missing-external': program(660, 'the file {0} with the external {1} was not found'),
  'external-failed': program(661, 'the file {0} does not compile: {1}'),
  'external-mismatch': program(662, 'the external {0} is not a {1} with {2} parameters'),
  'missing-page': program(663, 'the page {0} was not found'),
} as const satisfies Record<string, RuntimeErrorEntry>;

export const RUNTIME_ERRORS: Readonly<
  Record<keyof typeof SANDBOX | keyof typeof EXTERNALS | ExceptionCode | PageFailure, RuntimeErrorEntry>
> = { ...SANDBOX, ...EXTERNALS, ...PAGE_ERRORS, ...PROGRAM_EXCEPTIONS };

export type RuntimeCode = keyof typeof RUNTIME_ERRORS;

export function isRuntimeCode(code: string): code is RuntimeCode {
  return Object.hasOwn(RUNTIME_ERRORS, code);
}
