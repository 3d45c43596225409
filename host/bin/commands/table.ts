/** The commands of the launcher: each is loaded when it is called, so that none pays for the others. */
import type { Command } from './types.js';

const author = (name: string) => async (): Promise<Command> =>
  (await import('./author.js')).authorCommand(name);

export const commandTable: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.js')).serve,
  skin: async () => (await import('./skin.js')).skin,
  passwd: async () => (await import('./passwd.js')).passwd,
  usage: async () => (await import('./usage.js')).usage,
  log: async () => (await import('./log.js')).log,
  verify: async () => (await import('./verify.js')).verify,
  cli: async () => (await import('./cli.js')).cli,
  check: author('check'),
  run: author('run'),
  render: author('render'),
  fmt: author('fmt'),
  test: author('test'),
  replay: author('replay'),
  report: author('report'),
  lsp: author('lsp'),
  dap: author('dap'),
  completion: author('completion'),
};
