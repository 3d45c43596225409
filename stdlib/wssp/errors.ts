/** Run-time errors of pages (wssp.md section 9), in the shape of the catalogues of the rooms. */
export interface PageErrorEntry {
  readonly number: number;
  /** `{0}` is the included file, `{1}` what is wrong with it. */
  readonly text: string;
  readonly status: 500;
  readonly user: string;
}

const entry = (number: number, text: string): PageErrorEntry => ({
  number,
  text,
  status: 500,
  user: 'The page cannot be shown',
});

export const PAGE_ERRORS = {
  'include-missing': entry(651, 'included file {0} does not exist'),
  'include-failed': entry(652, 'included file {0} does not compile: {1}'),
  'include-too-deep': entry(653, 'more than 16 nested inclusions at {0}'),
  'page-too-large': entry(654, 'the page is larger than 64 MB'),
  'bad-page-stream': entry(655, 'the sandbox gave a page that does not fit its plan'),
} as const satisfies Record<string, PageErrorEntry>;

export type PageFailure = keyof typeof PAGE_ERRORS;

/** Thrown by the assembler, and by hosts that have no errors of their own. */
export class PageError extends Error {
  constructor(
    readonly code: PageFailure,
    /** The included file, `''` when the error is none of an inclusion. */
    readonly file = '',
    readonly detail = '',
  ) {
    super(PAGE_ERRORS[code].text.replace('{0}', file).replace('{1}', detail));
  }
}
