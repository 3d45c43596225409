import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { newQuickJSWASMModule } from 'quickjs-emscripten';
import { expect, it } from 'vitest';
import { encodeUtf8 } from '../../../stdlib/values/index.js';
import { procedures } from './cases.js';
import { functions } from './guestentry.js';

/** As the prelude leaves the engine: nothing on `Object.prototype`, no clock, no randomness. */
const lock = `
  for (const name of Object.getOwnPropertyNames(Object.prototype)) delete Object.prototype[name];
  delete globalThis.Date;
  delete Math.random;
`;

it('the built-ins do in the engine of the sandbox what they do here', async () => {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('guestentry.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'guest',
    platform: 'neutral',
    mainFields: ['main'],
    external: ['stream', 'string_decoder'],
    target: 'es2022',
    minify: true,
    logLevel: 'error',
  });
  const module = await newQuickJSWASMModule();
  const context = module.newContext();
  const handle = context.unwrapResult(
    context.evalCode(`${bundle.outputFiles[0]?.text ?? ''};${lock};JSON.stringify(guest.run())`),
  );
  const outcomes = JSON.parse(context.getString(handle)) as string[];
  handle.dispose();
  context.dispose();
  expect(outcomes).toEqual([...functions, ...procedures].map(([, , expected]) => encodeUtf8(expected)));
});
