/** The worker that runs programs and pages. The engine is compiled while the rest of the scripts load. */
import type { FromRunner, ToRunner } from './protocol.js';

const fileOf = (name: string): Promise<Response> => fetch(new URL(name, self.location.href));

async function engine(): Promise<{ module: WebAssembly.Module; wasm: Uint8Array }> {
  const response = await fileOf('engine.wasm');
  const copy = response.clone();
  // browsers keep what they compiled, when it comes as a stream of this type
  const isTyped = response.headers.get('content-type') === 'application/wasm';
  const [module, bytes] = await Promise.all([
    isTyped ? WebAssembly.compileStreaming(response) : response.arrayBuffer().then(WebAssembly.compile),
    copy.arrayBuffer(),
  ]);
  return { module, wasm: new Uint8Array(bytes) };
}

const parts = Promise.all([engine(), fileOf('prelude.txt').then(response => response.text())]).then(
  ([{ module, wasm }, prelude]) => ({ module, wasm, prelude }),
);
const serving = import('./serve.js').then(({ serve }) => serve(parts));

let last: Promise<void> = Promise.resolve();

// one after the other: two moves of the debugger at once would both begin at the same place
self.addEventListener('message', ({ data }: MessageEvent<ToRunner>) => {
  last = Promise.all([serving, last]).then(([receive]) => receive(data).catch(reportError));
});
serving.catch((error: unknown) => {
  const broken: FromRunner = { kind: 'broken', message: String(error) };
  self.postMessage(broken);
});
