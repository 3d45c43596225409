/** "Did you mean": the known name that a misspelled one is nearest to. */

/** How far apart two names are: letters added, left out, changed or swapped; `limit + 1` when it is more than `limit`. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      }
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    before = row;
    row = next;
  }
  return row[b.length] ?? limit + 1;
}

/** The nearest of the names, null when none is near enough to be meant. Case does not matter. */
export function nearest(name: string, names: Iterable<string>): string | null {
  const wanted = name.toLowerCase();
  if (wanted.length > 64) return null;
  let limit = Math.max(1, Math.floor(wanted.length / 3));
  let found: string | null = null;
  for (const candidate of names) {
    const far = distance(wanted, candidate.toLowerCase(), limit);
    if (far > limit || (found !== null && far === limit)) continue;
    if (far === 0) return candidate;
    found = candidate;
    limit = far;
  }
  return found;
}
