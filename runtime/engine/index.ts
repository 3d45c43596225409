/** The engine adapter (performance.md section 12): direct when its self test passes, plain otherwise. */
import { DirectEngine } from './direct/engine.js';
import { PlainEngine } from './plain/engine.js';
import type { Engine, EngineParts } from './types.js';

export type * from './types.js';

/** `plain`: use the documented interface only. */
export async function createEngine(parts: EngineParts, plain: boolean): Promise<Engine> {
  if (plain) return PlainEngine.create(parts, null);
  try {
    return await DirectEngine.create(parts);
  } catch (error) {
    return PlainEngine.create(parts, error instanceof Error ? error.message : String(error));
  }
}
