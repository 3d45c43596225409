// `npm start`: from a fresh clone to a running server in one command.
import { prepare, runBuilt } from './prepare.mjs';

await prepare();
const status = await runBuilt(['serve', ...process.argv.slice(2)]);
if (status !== undefined) process.exitCode = status;
