/** Diagnostics in SARIF 2.1.0 (OASIS), which code hosts and editors read. Sections are those of the standard. */
import { isAbsolute, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LineTable } from '../../compiler/text/linetable.js';
import { markLength } from '../language/lines.js';
import type { Problem } from '../language/types.js';

export interface FileProblems {
  /** Relative path of the system. */
  readonly file: string;
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** A place as regions count it: from 1, columns in UTF-16 units, a byte order mark is no column (section 3.30). */
function placerOf(text: string): (offset: number) => [line: number, column: number] {
  const table = new LineTable(text);
  const mark = markLength(text);
  return offset => {
    const at = Math.max(mark, Math.min(offset, text.length));
    const { line } = table.positionAt(at);
    const start = line === 1 ? mark : table.offsetAt({ line, column: 1 });
    return [line, at - start + 1];
  };
}

/** A relative reference (section 3.4.3); outside of the folder of the user, where none is stable, the whole address. */
function uriOf(file: string, cwd: string): string {
  const parts = file.split(sep);
  if (parts[0] === '..' || isAbsolute(file)) return pathToFileURL(resolve(cwd, file)).href;
  return parts.map(encodeURIComponent).join('/');
}

/** Braces stand for arguments (section 3.11.5), brackets before a parenthesis for links (section 3.11.6). */
function messageOf(text: string): string {
  return text.replace(/[{}]/g, '$&$&').replace(/[[\]\\]/g, text.includes('](') ? '\\$&' : '$&');
}

/** @param cwd the folder that the paths are relative to */
export function sarif(found: readonly FileProblems[], version: string, cwd: string): object {
  const rules = new Map<string, { index: number; rule: object }>();
  const ruleOf = ({ number, code }: Problem): { ruleId: string; ruleIndex: number } => {
    const id = number === 0 ? code : `${number}-${code}`;
    const known = rules.get(id) ?? { index: rules.size, rule: { id, name: code } };
    rules.set(id, known);
    return { ruleId: id, ruleIndex: known.index };
  };
  const results = found.flatMap(({ file, text, problems }) => {
    const place = placerOf(text);
    return problems.map(problem => {
      const [startLine, startColumn] = place(problem.start);
      const [endLine, endColumn] = place(Math.max(problem.start, problem.end));
      return {
        ...ruleOf(problem),
        level: problem.severity,
        message: { text: messageOf(problem.message) },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: uriOf(file, cwd) },
              region: { startLine, startColumn, endLine, endColumn },
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
        tool: { driver: { name: 'postern check', version, rules: [...rules.values()].map(r => r.rule) } },
        // readers that do not look at this count UTF-16 units, too
        columnKind: 'utf16CodeUnits',
        newlineSequences: ['\r\n', '\n', '\r'],
        results,
      },
    ],
  };
}
