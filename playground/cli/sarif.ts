/** Diagnostics in SARIF 2.1.0, which code hosts and editors read. */
import type { Problem } from '../language/types.js';
import { placer } from './paint.js';

export interface FileProblems {
  /** Relative path with slashes. */
  readonly file: string;
  readonly text: string;
  readonly problems: readonly Problem[];
}

export function sarif(found: readonly FileProblems[], version: string): object {
  const rules = new Map<string, object>();
  const results = found.flatMap(({ file, text, problems }) => {
    const place = placer(text);
    return problems.map(problem => {
      const ruleId = problem.number === 0 ? problem.code : `${problem.number}-${problem.code}`;
      rules.set(ruleId, { id: ruleId, name: problem.code });
      const [start, end] = [place(problem.start), place(problem.end)];
      return {
        ruleId,
        level: problem.severity,
        message: { text: problem.message },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: encodeURI(file.replace(/\\/g, '/')) },
              region: {
                startLine: start.line,
                startColumn: start.column,
                endLine: end.line,
                endColumn: end.column,
              },
            },
          },
        ],
      };
    });
  });
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'postern check', version, rules: [...rules.values()] } },
        columnKind: 'unicodeCodePoints',
        results,
      },
    ],
  };
}
