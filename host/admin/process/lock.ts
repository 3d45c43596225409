/**
 * The file `ProcessID` in the base directory: process id and lock in one (admin.md 2). Node has no file locks,
 * so the file names its owner: process id, start time of that process and boot of the host. A file left behind
 * by a crash names a process that is gone, or another one with the same number, and is replaced.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another server runs on this base directory. */
export class BaseInUse extends Error {
  override readonly name = 'BaseInUse';
  constructor(
    readonly base: string,
    readonly pid: number,
  ) {
    super(`another server (process ${pid}) is running on the base directory ${base}`);
  }
}

/** Text of a small file, null when it cannot be read. */
function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** What tells two processes with the same number apart; empty where the system does not say. */
export function processIdentity(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return '';
  // The command name in brackets may hold anything: fields are counted behind the last bracket.
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  return `${(read('/proc/sys/kernel/random/boot_id') ?? '').trim()}/${start}`;
}

/** True when a process with this number exists. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Process id of the server that runs on a base directory, null when none does. */
export function runningServer(base: string): number | null {
  const [first = '', identity = ''] = (read(join(base, 'ProcessID')) ?? '').split('\n');
  const pid = Number(first);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null;
  const now = processIdentity(pid);
  return identity !== '' && now !== '' && identity !== now ? null : pid;
}

/** The lock of a base directory. */
export interface BaseLock {
  release(): void;
}

/** Takes the lock. Throws BaseInUse. */
export function lockBase(base: string): BaseLock {
  const path = join(base, 'ProcessID');
  const text = `${process.pid}\n${processIdentity(process.pid)}\n`;
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(path, text, { flag: 'wx', mode: 0o640 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error;
      const owner = runningServer(base);
      if (owner !== null) throw new BaseInUse(base, owner);
      rmSync(path, { force: true });
    }
  }
  return {
    release: () => {
      if (read(path) === text) rmSync(path, { force: true });
    },
  };
}
