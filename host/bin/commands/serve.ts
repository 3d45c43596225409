/** `postern serve`: runs the server until a signal ends it. */
import { optionHelp, readCommandLine } from '../../admin/commandline.js';
import { basePath } from '../../admin/process/base.js';
import { recoverFromCrashes, reportInto } from '../../admin/process/recovery.js';
import { listenToSignals } from '../../admin/process/signals.js';
import { flagSetting } from '../../objects/settings/read.js';
import { dropRoot } from '../../server/root.js';
import { type RunningServer, startServer } from '../../server/start.js';
import { packageVersion } from '../../server/version.js';
import { detach } from '../detach.js';
import { type Command, EXIT_FAILED, type Terminal } from './types.js';

/** What a person needs to know after the start. */
function greeting(server: RunningServer, ms: number): string {
  const lines = [
    `Postern ${packageVersion()} is running on ${server.base} (started in ${Math.round(ms)} ms)`,
    '',
  ];
  for (const { tag, url, secure } of server.addresses) {
    lines.push(`  ${`${tag}${secure ? ' (TLS)' : ''}`.padEnd(14)}${url}`);
  }
  if (server.firstPassword !== null) {
    lines.push('', `  The account postmaster was made. Its password: ${server.firstPassword}`);
    lines.push('  It is not shown again; change it with "npx postern passwd".');
  }
  return `${lines.join('\n')}\n`;
}

/** Waits for a signal or for the end of the server's ability to work; gives the exit status. */
function untilEnd(server: RunningServer, terminal: Terminal): Promise<number> {
  return new Promise(resolve => {
    let isEnding = false;
    const end = async (reason: string, status: number): Promise<void> => {
      if (isEnding) return;
      isEnding = true;
      server.log.logger('SYSTEM').major(`shutdown: ${reason}`);
      const clean = await server.stop();
      stopListening();
      resolve(clean ? status : EXIT_FAILED);
    };
    const stopListening = listenToSignals({
      shutdown: signal => void end(signal, 0),
      refresh: () => server.refresh(),
    });
    server.ended.then(reason => {
      terminal.error(`postern: ${reason}\n`);
      void end(reason, EXIT_FAILED);
    });
    server.asked.then(() => void end('asked by an administrator', 0));
  });
}

async function run(args: readonly string[], terminal: Terminal): Promise<number | undefined> {
  const options = readCommandLine(args);
  if (options.version) {
    terminal.out(`${packageVersion()}\n`);
    return 0;
  }
  const base = basePath(options.base);
  if (options.daemon) return detach(args, terminal);
  const begun = performance.now();
  const server = await startServer({ ...options, base });
  terminal.out(greeting(server, performance.now() - begun));
  if (options.dropRoot) dropRoot(server.log.logger('SYSTEM'));
  const stopWatching = recoverFromCrashes({
    source: process,
    log: server.log.logger('SYSTEM'),
    goesOn: () => flagSetting(server.objects.server.effective('settings'), 'CrashRecovery'),
    report: reportInto(base),
    end: () => process.exit(EXIT_FAILED),
  });
  const status = await untilEnd(server, terminal);
  stopWatching();
  // Whatever still holds the process, such as a browser that keeps its connection, must not.
  setTimeout(() => process.exit(status), 1000).unref();
  return status;
}

export const serve: Command = {
  name: 'serve',
  usage: '[options]',
  help: `Runs the server on a base directory until SIGTERM or SIGINT. The first start makes the directory and the account
postmaster, and prints its password once.

${optionHelp()}`,
  run,
};
