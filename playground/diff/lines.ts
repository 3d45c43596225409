/** Differences between two texts by line, as `diff -u` prints them. */

/** Lines beyond this many on one side are not compared one by one: the whole middle counts as changed. */
const MOST = 4000;

export interface LineChange {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

const linesOf = (text: string): string[] => {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
};

/** Longest common lines of two lists, by the classical table. */
function middle(before: readonly string[], after: readonly string[]): LineChange[] {
  const removed = before.map(text => ({ kind: 'removed' as const, text }));
  const added = after.map(text => ({ kind: 'added' as const, text }));
  if (before.length === 0 || after.length === 0 || before.length * after.length > MOST * MOST)
    return [...removed, ...added];
  const width = after.length + 1;
  const table = new Uint16Array((before.length + 1) * width);
  const at = (i: number, j: number): number => table[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      table[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const changes: LineChange[] = [];
  let j = 0;
  for (const [i, text] of before.entries()) {
    while (j < after.length && after[j] !== text && at(i, j + 1) > at(i + 1, j))
      changes.push({ kind: 'added', text: after[j++] ?? '' });
    if (after[j] === text && j < after.length) {
      changes.push({ kind: 'same', text });
      j++;
    } else changes.push({ kind: 'removed', text });
  }
  for (; j < after.length; j++) changes.push({ kind: 'added', text: after[j] ?? '' });
  return changes;
}

/** All lines of both texts in order. */
export function lineChanges(before: string, after: string): LineChange[] {
  const old = linesOf(before);
  const fresh = linesOf(after);
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let end = 0;
  const most = Math.min(old.length, fresh.length) - start;
  while (end < most && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end++;
  const same = (lines: readonly string[]): LineChange[] => lines.map(text => ({ kind: 'same', text }));
  return [
    ...same(old.slice(0, start)),
    ...middle(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)),
    ...same(old.slice(old.length - end)),
  ];
}

const SIGNS = { same: ' ', removed: '-', added: '+' } as const;

/** The differences with lines around them, `''` when there are none. A text without line end at its end is not told apart. */
export function unifiedDiff(before: string, after: string, around = 3): string {
  const changes = lineChanges(before, after);
  const near = new Set<number>();
  for (const [i, { kind }] of changes.entries())
    if (kind !== 'same') for (let n = Math.max(0, i - around); n <= i + around; n++) near.add(n);
  const lines: string[] = [];
  let oldLine = 1;
  let newLine = 1;
  for (const [i, { kind, text }] of changes.entries()) {
    if (near.has(i)) {
      if (!near.has(i - 1)) lines.push(`@@ -${oldLine} +${newLine} @@`);
      lines.push(SIGNS[kind] + text);
    }
    if (kind !== 'added') oldLine++;
    if (kind !== 'removed') newLine++;
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
