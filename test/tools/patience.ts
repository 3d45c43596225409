/**
 * Milliseconds that a test waits for a state before it takes it for lost. Far more than anything takes: machines of
 * tests may be slow and busy, and a state that comes ends the wait at once.
 */
export const PATIENCE = 60_000;
