/** Recipes of requests: the same object for requests that differ in their input only. */
import type { Limits } from '../limits.js';
import type { RenderRequest, RunRequest } from '../types.js';
import type { Recipe } from '../worker/messages.js';

/** Recipes that are remembered. */
const MOST = 1024;

export class Recipes {
  private readonly known = new Map<string, Recipe>();
  /** What the unit was last asked for with: comparing is cheaper than making a key. */
  private readonly last = new WeakMap<object, Recipe>();

  /** @param limits the same object for equal limits */
  of(request: RunRequest | RenderRequest, limits: Limits): Recipe {
    const { unit } = request;
    const last = this.last.get(unit);
    if (last && isFor(last, request, limits)) return last;
    const recipe = this.find(request, limits);
    this.last.set(unit, recipe);
    return recipe;
  }

  private find(request: RunRequest | RenderRequest, limits: Limits): Recipe {
    const { domain, revision = '', unit, environment, attachments = {} } = request;
    let key = `${domain}\n${unit.id}\n${revision}\n${environment}`;
    for (const name in attachments) key += `\n${name}=${attachments[name]?.id}`;
    const found = this.known.get(key);
    if (found?.limits === limits) return found;
    const made: Recipe = {
      domain,
      revision,
      unit: unit.id,
      environment,
      attachments: Object.entries(attachments).map(([name, { id }]) => [name, id] as const),
      limits,
    };
    this.known.delete(key);
    this.known.set(key, made);
    for (const old of this.known.keys()) {
      if (this.known.size <= MOST) break;
      this.known.delete(old);
    }
    return made;
  }
}

function isFor(recipe: Recipe, request: RunRequest | RenderRequest, limits: Limits): boolean {
  const { domain, revision = '', environment, attachments = {} } = request;
  if (recipe.limits !== limits || recipe.domain !== domain || recipe.environment !== environment)
    return false;
  if (recipe.revision !== revision) return false;
  let count = 0;
  for (const name in attachments) {
    const known = recipe.attachments[count++];
    if (known?.[0] !== name || known[1] !== attachments[name]?.id) return false;
  }
  return count === recipe.attachments.length;
}
