/** The extension: connects the editor to `postern lsp` and `postern dap`. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node.js';

let client: LanguageClient | null = null;

/** Windows starts scripts as npx with its own command line only. */
function onThisSystem(command: readonly string[]): readonly string[] {
  return process.platform === 'win32' && command[0] === 'npx' ? ['cmd', '/d', '/c', ...command] : command;
}

/** Called by the editor when a file of ours is opened. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const setting = vscode.workspace.getConfiguration('postern').get<string[]>('command') ?? [];
  const [command = 'npx', ...first] = onThisSystem(setting.length > 0 ? setting : ['npx', 'postern']);
  const cwd = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const options = cwd === undefined ? {} : { cwd };
  client = new LanguageClient(
    'postern',
    'Postern',
    { command, args: [...first, 'lsp'], options, transport: TransportKind.stdio },
    {
      documentSelector: ['cgpl', 'wssp', 'cgdata'],
      synchronize: {
        fileEvents: vscode.workspace.createFileSystemWatcher('**/*.{wcgp,wcgi,wssp,wssi,data}'),
      },
    },
  );
  context.subscriptions.push(
    vscode.debug.registerDebugAdapterDescriptorFactory('postern', {
      createDebugAdapterDescriptor: () =>
        new vscode.DebugAdapterExecutable(command, [...first, 'dap'], options),
    }),
  );
  await client.start();
}

/** Called by the editor when it ends. */
export async function deactivate(): Promise<void> {
  await client?.stop();
}
