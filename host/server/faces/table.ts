/** All faces besides the web face: one entry each. Their modules are loaded when a server starts. */
import type { Face, FaceHost, MakeFace } from './types.js';

export const faceTable: readonly (() => Promise<MakeFace>)[] = [
  async () => (await import('./cli.js')).cliFace,
  async () => (await import('./ximss.js')).ximssFace,
  async () => (await import('./playground.js')).playgroundFace,
  async () => (await import('./debugger.js')).debuggerFace,
  async () => (await import('./administration.js')).administrationFace,
];

/** Loads and makes all faces, in the order of the table. */
export async function makeFaces(host: FaceHost): Promise<Face[]> {
  const makers = await Promise.all(faceTable.map(load => load()));
  const faces: Face[] = [];
  for (const make of makers) faces.push(await make(host));
  return faces;
}
