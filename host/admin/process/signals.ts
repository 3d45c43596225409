/** Signals of the server process (admin.md 5): SIGTERM and SIGINT shut down, SIGHUP refreshes. */

/** What the signals do. */
export interface SignalActions {
  /** Called once, however many signals come. */
  shutdown(signal: string): void;
  refresh(): void;
}

/** Listens to the signals; the result stops listening. */
export function listenToSignals(actions: SignalActions): () => void {
  let asked = false;
  const stop = (signal: NodeJS.Signals) => {
    if (asked) return;
    asked = true;
    actions.shutdown(signal);
  };
  const refresh = () => actions.refresh();
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('SIGHUP', refresh);
  return () => {
    process.off('SIGTERM', stop);
    process.off('SIGINT', stop);
    process.off('SIGHUP', refresh);
  };
}
