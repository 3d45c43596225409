/** Renders the pages of vectors in the real sandbox, in the calling thread. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkPage } from '../../../compiler/wssp/link.js';
import type { Plain, WorkerEnvironment } from '../../../runtime/environment.js';
import { createLocalSandbox } from '../../../runtime/local.js';
import { engineBytes, projectRoot } from '../../../runtime/node/files.js';
import type { RuntimeFailure, Sandboxes } from '../../../runtime/types.js';
import type { Dict } from '../../../stdlib/values/types.js';
import { PageError } from '../../../stdlib/wssp/errors.js';
import { hostOf, type World } from '../../compiler/wssp/support/render.js';
import { removeFolder } from '../../tools/folders.js';

/** A page that failed in the sandbox. */
export class SandboxFailure extends Error {
  readonly code: string;

  constructor(failure: RuntimeFailure | undefined) {
    super(failure?.message ?? 'failed without error');
    this.code = failure?.code ?? '';
  }
}

/** The world of the page that is rendered now; one at a time. */
let world: World = {};

const environment: WorkerEnvironment = {
  name: 'wssp-vectors',
  ops: {},
  context: (input: Plain) => input,
  page: () => hostOf(world),
};

let sandbox: Promise<Sandboxes> | null = null;

async function open(): Promise<Sandboxes> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-prelude-'));
  try {
    const file = join(folder, 'prelude.js');
    const bundler: string = new URL('../../../runtime/guest/bundle.mjs', import.meta.url).href;
    const { bundlePrelude } = (await import(bundler)) as {
      bundlePrelude(root: string, outfile: string): Promise<void>;
    };
    await bundlePrelude(projectRoot(), file);
    return await createLocalSandbox({
      wasm: engineBytes(),
      prelude: readFileSync(file, 'utf8'),
      environments: [environment],
    });
  } finally {
    removeFolder(folder);
  }
}

/** Ends the sandbox. */
export async function closeSandbox(): Promise<void> {
  const opened = await sandbox;
  sandbox = null;
  await opened?.close();
}

/**
 * The page as UTF-8 bytes, one unit per byte.
 * @throws SandboxFailure with the code of the failure
 */
export async function renderInSandbox(
  entry: string,
  files: Readonly<Record<string, string>>,
  dataset: Dict,
  given: World,
): Promise<string> {
  sandbox ??= open();
  const sandboxes = await sandbox;
  const link = (name: string) =>
    linkPage(name, file => (Object.hasOwn(files, file) ? (files[file] ?? null) : null)).page;
  const unit = link(entry);
  if (unit === null) throw new PageError('include-failed', entry);
  world = given;
  const result = await sandboxes.render({
    domain: 'vectors',
    environment: environment.name,
    unit,
    dataset,
    loadPage: link,
  });
  if (result.outcome === 'failed') throw new SandboxFailure(result.error);
  return Buffer.from(result.body).toString('latin1');
}
