/** Examples and tour: everything compiles, runs, and the tests of the author's commands hold for them. */
import { describe, expect, it } from 'vitest';
import { withSandbox } from '../../playground/cli/sandbox.js';
import { examples, tour } from '../../playground/examples/collect.mjs';
import { LanguageService } from '../../playground/language/service.js';
import { workspaceOf } from '../../playground/page/check.js';
import { TableFiles } from '../../playground/page/workers/files.js';
import { mainFile } from '../../playground/page/workspace.js';
import { Account } from '../../playground/sandbox/account/account.js';
import { emptyAccount } from '../../playground/sandbox/account/state.js';
import { projectRoot } from '../../runtime/node/files.js';

const all = [...examples(projectRoot()), ...tour(projectRoot())];
/** Those that are meant to fail. */
const FAILING = new Set(['failing', '07-errors']);

describe('examples', () => {
  it('are many', () => {
    expect(examples(projectRoot()).length).toBeGreaterThanOrEqual(25);
    expect(tour(projectRoot()).length).toBeGreaterThanOrEqual(10);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it.each(all.map(example => [example.id, example] as const))('%s runs', async (id, example) => {
    const workspace = workspaceOf(example.workspace);
    expect(workspace).not.toBeNull();
    if (workspace === null) return;
    const files = new TableFiles(workspace.files);
    const service = new LanguageService(files);
    for (const name of files.list()) {
      expect(service.problems(name).filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(service.format(name)).toEqual({ text: files.read(name) });
    }
    const file = mainFile(workspace) ?? '';
    const options = { ...workspace, files, file, account: new Account(emptyAccount()) };
    const outcome = await withSandbox(runner =>
      /\.wssp$/i.test(file) ? runner.render(options) : runner.run(options),
    );
    expect([outcome.kind, outcome.error?.message]).toEqual(
      FAILING.has(id) ? ['failed', expect.any(String)] : ['answer', undefined],
    );
  });
});
