/** `postern lsp`: the language server over standard input and output. */
import { frame, readFrames } from '../lsp/framing.js';
import { LanguageServer } from '../lsp/server.js';
import { Arguments } from './options.js';
import { type Command, FAILED, type Io, OK, type Option } from './types.js';
import { version } from './version.js';

const OPTIONS: readonly Option[] = [
  { name: '--stdio', value: null, about: 'as some editors say it; there is no other way' },
];

async function run(args: readonly string[], io: Io): Promise<number> {
  new Arguments(args, OPTIONS);
  return new Promise(resolve => {
    const server = new LanguageServer(message => io.output.write(frame(message)), version(), resolve);
    readFrames(io.input, message => server.receive(message)).then(
      () => resolve(OK),
      error => {
        io.err(`postern lsp: ${(error as Error).message}\n`);
        resolve(FAILED);
      },
    );
  });
}

export const lsp: Command = {
  name: 'lsp',
  usage: '',
  about: 'language server for editors, over standard input and output',
  help: `Completion, problems, hover, definition, references, renaming, outline, folding, layout and colours for programs,
pages, text datasets and JSON. The extension in playground/vscode starts it; so can every editor that speaks the
protocol: its command is "npx postern lsp".`,
  options: OPTIONS,
  run,
};
