/** The sandbox: programs and pages in, results, usage and positioned failures out (docs/architecture.md section 4). */
export type { HostOp, Plain, RunServices, WorkerEnvironment } from './environment.js';
export {
  isRuntimeCode,
  RUNTIME_ERRORS,
  type RuntimeCode,
  type RuntimeErrorEntry,
} from './errors/catalogue.js';
export { failure, fillIn, ProgramException } from './errors/failure.js';
export { DEFAULT_LIMITS, type Limits, limitsWith } from './limits.js';
export { createLocalSandbox, type LocalOptions } from './local.js';
export type * from './types.js';
export { ANSWER } from './types.js';
