/** Makes docs/errors.md of the catalogues: `UPDATE_DOCS=1 npx vitest run test/tools/errorsdoc.test.ts` writes it. */
import { COMPILER_CODES } from '../../compiler/diagnostics/catalogue.js';
import { ERRORS } from '../../host/errors/index.js';
import { RUNTIME_ERRORS } from '../../runtime/errors/catalogue.js';
import { PROGRAM_EXCEPTIONS } from '../../stdlib/exceptions.js';
import { PAGE_ERRORS } from '../../stdlib/wssp/errors.js';

interface Entry {
  readonly number: number;
  readonly text: string;
  readonly severity?: string;
  readonly status?: number;
  readonly fixed?: boolean;
}

export type Catalogue = Readonly<Record<string, Entry>>;

export interface Part {
  readonly title: string;
  readonly about: string;
  readonly catalogue: Catalogue;
  /** Numbers that entries of this part have. */
  readonly range: readonly [number, number];
  /** Several entries may share a number: it is what protocols answer. */
  readonly shares?: boolean;
}

const without = (catalogue: Catalogue, ...others: readonly Catalogue[]): Catalogue =>
  Object.fromEntries(
    Object.entries(catalogue).filter(([code]) => !others.some(other => Object.hasOwn(other, code))),
  );

export const PARTS: readonly Part[] = [
  {
    title: 'Compile errors and warnings',
    about:
      'Told with file, line, column and the marked line. An upload with an error stores nothing; warnings refuse nothing.',
    catalogue: COMPILER_CODES,
    range: [101, 299],
  },
  {
    title: 'The sandbox',
    about:
      'What ends a program or page from outside: limits, lost workers, broken units. Nothing it had set is sent.',
    catalogue: without(RUNTIME_ERRORS, PAGE_ERRORS, PROGRAM_EXCEPTIONS),
    range: [600, 669],
  },
  {
    title: 'Pages',
    about: 'What ends a page while it is rendered.',
    catalogue: PAGE_ERRORS,
    range: [651, 659],
  },
  {
    title: 'Program exceptions',
    about: 'What a program is stopped with when it asks for something impossible (cgpl.md, exceptions).',
    catalogue: PROGRAM_EXCEPTIONS,
    range: [670, 699],
  },
  {
    title: 'The server',
    about:
      'What operations refuse, with the same number and text in the CLI, XIMSS, HTTP and as an error string in programs. ' +
      'Texts marked * never change, since clients compare them; the others can be replaced through the server strings.',
    catalogue: ERRORS,
    range: [500, 599],
    shares: true,
  },
];

const cell = (text: string): string => text.replaceAll('|', '\\|');

function table({ catalogue }: Part): string {
  const rows = Object.entries(catalogue)
    .sort(([a, x], [b, y]) => x.number - y.number || (a < b ? -1 : 1))
    .map(([code, { number, text, severity, status, fixed }]) => {
      const about = severity ?? (status === undefined ? '' : String(status));
      return `| ${number} | \`${code}\` | ${about} | ${cell(text)}${fixed ? ' *' : ''} |`;
    });
  const third = Object.values(catalogue).some(({ severity }) => severity !== undefined) ? 'severity' : 'HTTP';
  return [`| number | code | ${third} | text |`, '|---|---|---|---|', ...rows].join('\n');
}

/** The text of docs/errors.md. */
export function errorsDocument(): string {
  const parts = PARTS.map(part => `## ${part.title}\n\n${part.about}\n\n${table(part)}\n`);
  return `# Errors

Every failure has a code, a number and a text; \`{0}\`, \`{1}\` are filled in. This page is made from the catalogues, and a test
holds both together.

${parts.join('\n')}`;
}
