import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { median } from '../lib/measure.mjs';

const root = join(import.meta.dirname, '../../..');
const section = n =>
  `function f${n}(x) is\n  y = x + ${n};\n  if y > 10 then\n    y = y - 1;\n  end if;\n  return y;\nend function;\n`;
const program = (sections, more = '') =>
  `${Array.from({ length: sections }, (_, n) => section(n)).join('')}entry Main is\n  SetHTTPResponseData(String(f0(1)));\n${more}end entry;\n`;

/** A check of many files, the start of the process included. */
function check() {
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'));
  for (let n = 0; n < 1000; n++) writeFileSync(join(folder, `p${n}.wcgp`), program(5));
  const begin = performance.now();
  const { status } = spawnSync(process.execPath, [join(root, 'host/bin/postern.mjs'), 'check', folder]);
  const seconds = (performance.now() - begin) / 1000;
  rmSync(folder, { recursive: true, force: true });
  if (status !== 0) throw new Error(`postern check ended with ${status}`);
  return seconds;
}

/** Diagnostics of 2,000 lines, another text each time. */
async function diagnostics() {
  const { LanguageService } = await import(join(root, 'dist/playground/language/service.js'));
  const times = [];
  for (let n = 0; n < 30; n++) {
    const text = program(285, `  z = ${n};\n`);
    const service = new LanguageService({ list: () => ['a.wcgp'], read: () => text });
    const begin = performance.now();
    service.problems('a.wcgp');
    times.push(performance.now() - begin);
  }
  return median(times.slice(10));
}

export default {
  id: 'G14',
  title: 'tools of authors',
  figures: {
    'seconds of postern check, 1,000 files': { atMost: 3 },
    'ms of diagnostics, 2,000 lines': { atMost: 50 },
  },
  async measure() {
    return {
      'seconds of postern check, 1,000 files': check(),
      'ms of diagnostics, 2,000 lines': await diagnostics(),
      about: 'programs of 38 lines; a fresh language service for each text',
    };
  },
};
