/** kill -9 at any moment: what was acknowledged is there, whole; nothing is half there. */
import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { type Change, key, openStore, prefixRange } from '../../../host/storage/index.js';
import { removeFolder } from '../../tools/folders.js';

const root = join(import.meta.dirname, '../../..');

/** Runs the child until it has said so many lines; gives what it acknowledged. */
function runAndKill(script: string, folder: string, lines: number): Promise<Map<string, number>> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, folder], {
      env: { ...process.env, NODE_PATH: join(root, 'node_modules') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let wrong = '';
    child.stdout.on('data', data => {
      said += data;
      if (said.split('\n').length > lines) child.kill('SIGKILL');
    });
    child.stderr.on('data', data => {
      wrong += data;
    });
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`the child ended with ${code}: ${wrong}`));
      const acknowledged = new Map<string, number>();
      for (const line of said.split('\n').slice(0, -1)) {
        const [name = '', round] = line.split(' ');
        acknowledged.set(name, Number(round));
      }
      resolve(acknowledged);
    });
  });
}

describe('a killed process', () => {
  it('loses nothing that was acknowledged', async () => {
    const base = await mkdtemp(join(tmpdir(), 'postern-crash-'));
    const folder = join(base, 'store');
    const script = join(base, 'child.cjs');
    try {
      await build({
        entryPoints: [join(import.meta.dirname, 'killed.ts')],
        outfile: script,
        bundle: true,
        platform: 'node',
        format: 'cjs',
        packages: 'external',
        logLevel: 'silent',
      });
      for (let round = 0; round < 10; round++) {
        const acknowledged = await runAndKill(script, folder, 20 + ((round * 37) % 90));
        const store = await openStore({ folder, keepChanges: 200 });
        const report = await store.verify();
        expect(report.problems).toEqual([]);
        for (const [name, last] of acknowledged) {
          const count = Number(Buffer.from(store.get(key('count', name)) ?? '').toString());
          expect(count).toBeGreaterThanOrEqual(last);
          expect(await store.count(prefixRange('entry', name))).toBe(count);
          const content = await store.blobs.get(Buffer.from(store.get(key('blob', name)) ?? '').toString());
          expect(content?.[0]).toBe(count & 0xff);
        }
        const log: Change[] = [];
        const from = Math.max(0, store.snapshotSeq() - 50);
        for await (const change of store.changes(from, 100)) log.push(change);
        expect(log.map(change => change.seq)).toEqual(log.map((_, i) => from + 1 + i));
        expect(log.length).toBe(store.snapshotSeq() - from);
        expect(report.blobs).toBe(await store.count(prefixRange('blob')));
        await store.close();
      }
    } finally {
      removeFolder(base);
    }
  });
});
