/** Groups as POSIX divides them, held against all ways to read a string. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRegEx } from '../../../stdlib/regex/find.js';
import { type Part, readPosix } from '../../../stdlib/regex/read.js';

/** One way to read a part of a string: what decides between ways, in the order of its weight, and what groups matched. */
interface Way {
  readonly end: number;
  readonly weight: readonly number[];
  readonly groups: ReadonlyMap<number, string>;
}

/** The groups of the later one count; those in a repeated part are the ones of its last time. */
const both = (a: Way, b: Way): Map<number, string> => new Map([...a.groups, ...b.groups]);

/** All ways through parts that stand side by side: the lengths first, then what is inside of them. */
function rows(
  parts: readonly Part[],
  s: string,
  at: number,
): { lengths: number[]; ways: Way[]; end: number }[] {
  const [first, ...others] = parts;
  if (first === undefined) return [{ lengths: [], ways: [], end: at }];
  return ways(first, s, at).flatMap(way =>
    rows(others, s, way.end).map(row => ({
      lengths: [way.end - at, ...row.lengths],
      ways: [way, ...row.ways],
      end: row.end,
    })),
  );
}

const wayOf = (
  { lengths, ways, end }: { lengths: number[]; ways: Way[]; end: number },
  groups: Way[],
): Way => ({
  end,
  weight: [...lengths, ...ways.flatMap(way => way.weight)],
  groups: groups.reduce((all, way) => both({ end, weight: [], groups: all }, way), new Map<number, string>()),
});

function ways(part: Part, s: string, at: number): Way[] {
  const none = { weight: [], groups: new Map<number, string>() };
  switch (part.kind) {
    case 'symbol':
      return at < s.length && new RegExp(`^${part.text.replaceAll('x{', 'u{')}$`, 'su').test(s[at] ?? '')
        ? [{ end: at + 1, ...none }]
        : [];
    case 'begin':
      return at === 0 ? [{ end: at, ...none }] : [];
    case 'end':
      return at === s.length ? [{ end: at, ...none }] : [];
    case 'group':
      return ways(part.inside, s, at).map(way => ({
        ...way,
        groups: new Map([...way.groups, [part.number, s.slice(at, way.end)]]),
      }));
    case 'choice':
      return part.parts.flatMap((inside, i) =>
        ways(inside, s, at).map(way => ({ ...way, weight: [-i, ...way.weight] })),
      );
    case 'sequence':
      return rows(part.parts, s, at).map(row => wayOf(row, row.ways));
    case 'repeat': {
      const found: Way[] = [];
      let open = [{ lengths: [] as number[], ways: [] as Way[], end: at }];
      for (let time = 0; time <= part.most && open.length > 0; time++) {
        if (time >= part.least) for (const row of open) found.push(wayOf(row, row.ways.slice(-1)));
        open = open.flatMap(row =>
          ways(part.inside, s, row.end)
            // once it was there often enough, a time that matches nothing adds nothing
            .filter(way => way.end > row.end || time < part.least)
            .map(way => ({
              lengths: [...row.lengths, way.end - row.end],
              ways: [...row.ways, way],
              end: way.end,
            })),
        );
      }
      return found;
    }
  }
}

function heavier(a: Way, b: Way): number {
  if (a.end !== b.end) return b.end - a.end;
  const at = a.weight.findIndex((x, i) => x !== b.weight[i]);
  return at < 0 ? 0 : (b.weight[at] ?? 0) - (a.weight[at] ?? 0);
}

function byAllWays(s: string, re: string): string[] | null {
  const part = readPosix(re);
  if (part === null) return null;
  const groups = re.split('(').length - 1;
  for (let at = 0; at <= s.length; at++) {
    const [best] = ways(part, s, at).sort(heavier);
    if (best)
      return [
        s.slice(at, best.end),
        ...Array.from({ length: groups }, (_, i) => best.groups.get(i + 1) ?? ''),
      ];
  }
  return null;
}

const { expression } = fc.letrec<{ expression: string; sequence: string; item: string; atom: string }>(
  tie => ({
    expression: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map(parts => parts.join('|')),
    sequence: fc.array(tie('item'), { minLength: 1, maxLength: 3 }).map(parts => parts.join('')),
    item: fc
      .tuple(tie('atom'), fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,2}', '{0,2}'))
      .map(parts => parts.join('')),
    atom: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '^', '$'),
      tie('expression').map(inside => `(${inside})`),
    ),
  }),
);

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

describe('groups of POSIX expressions', () => {
  it('are the ones in which each part is as long as possible, from left to right', () => {
    fc.assert(
      fc.property(
        text,
        expression.filter(re => re.length < 24),
        (s, re) => {
          expect(findRegEx(s, re)).toEqual(byAllWays(s, re));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('of expressions without choices are those of the engine', () => {
    const item = fc
      .tuple(fc.constantFrom('a', 'b', '.', '[ab]', '[^b]'), fc.constantFrom('', '*', '+', '?', '{1,2}'))
      .map(parts => parts.join(''));
    const group = fc.array(item, { minLength: 1, maxLength: 3 }).map(parts => `(${parts.join('')})`);
    fc.assert(
      fc.property(text, fc.array(fc.oneof(item, group), { minLength: 1, maxLength: 4 }), (s, parts) => {
        expect(findRegEx(s, parts.join(''))).toEqual(byAllWays(s, parts.join('')));
      }),
      { numRuns: 3000 },
    );
  });
});
