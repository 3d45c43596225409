/** The form of all synchronous built-ins of web programs. Absent optional arguments are undefined. */
import type { Value } from '../../../stdlib/values/types.js';
import type { WebContext } from './context.js';

export type WebOp = (context: WebContext, ...args: (Value | undefined)[]) => Value;
