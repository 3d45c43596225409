/** Who a run acts for, on both threads. */
import type { Plain } from '../../runtime/index.js';
import type { Identity, RunScope } from './scope.js';
import type { WorkerIdentity } from './worker/context.js';

/** The part of an identity that the worker knows. */
export function workerIdentity({ email, domain, language, timeZone }: Identity): WorkerIdentity {
  return { email, domain, language, timeZone };
}

/** Lets the program of a scope act for somebody else from now on (Impersonate). */
export function changeIdentity(scope: RunScope, identity: Identity): void {
  scope.identity = identity;
  scope.run.update({ identity: workerIdentity(identity) } as unknown as Plain);
}
