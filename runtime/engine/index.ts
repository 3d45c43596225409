/** The engine adapter (performance.md section 12): direct when its self test passes, plain otherwise. */
import { DirectEngine } from './direct/engine.js';
import type { Engine, EngineParts } from './types.js';

export type * from './types.js';

/** `plain`: use the documented interface only. */
export async function createEngine(parts: EngineParts, plain: boolean): Promise<Engine> {
  if (plain) return plainEngine(parts, null);
  try {
    return await DirectEngine.create(parts);
  } catch (error) {
    return plainEngine(parts, error instanceof Error ? error.message : String(error));
  }
}

/** Hardly ever needed: loaded when it is. */
async function plainEngine(parts: EngineParts, reason: string | null): Promise<Engine> {
  const { PlainEngine } = await import('./plain/engine.js');
  return PlainEngine.create(parts, reason);
}
