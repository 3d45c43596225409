/** The prefixes of text elements (wssp.md section 5): arguments, and the assembler's operation. */
import { Op } from '../../../stdlib/wssp/plan.js';

export interface Prefix {
  /** In capitals. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly op: Op;
  /** Reads strings of the text dataset. */
  readonly strings?: true;
  /** The result may hold live markup of the value: the check of unescaped elements lists it. */
  readonly raw?: true;
}

const date = (name: string, op: Op): Prefix => ({ name, min: 0, max: 0, op, strings: true, raw: true });

const TABLE: readonly Prefix[] = [
  { name: 'HTML', min: 0, max: 0, op: Op.Html },
  { name: 'HTMLUSING', min: 1, max: 1, op: Op.HtmlUsing },
  { name: 'HTMLSUBST', min: 1, max: 10, op: Op.HtmlSubst },
  { name: 'URL', min: 0, max: 0, op: Op.Url },
  { name: 'JAVASCRIPT', min: 0, max: 0, op: Op.JavaScript },
  date('DATE', Op.Date),
  date('DATESHORT', Op.DateShort),
  date('TIME', Op.Time),
  date('TIMESHORT', Op.TimeShort),
  date('DATETIME', Op.DateTime),
  date('DATETIMESHORT', Op.DateTimeShort),
  { name: 'DATEAS', min: 1, max: 1, op: Op.DateAs, strings: true, raw: true },
  { name: 'SIZE', min: 0, max: 0, op: Op.Size, raw: true },
  { name: 'DURATION', min: 0, max: 0, op: Op.Duration, raw: true },
];

/** All prefixes by their name in capitals. */
export const PREFIXES: ReadonlyMap<string, Prefix> = new Map(TABLE.map(p => [p.name, p]));
