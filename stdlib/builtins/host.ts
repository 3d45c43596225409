/**
 * Pure built-ins that the sandbox calls on the host (spec: cgpl.md section 14.10): readers and writers of large texts
 * are far faster there. Nothing of the sandbox may import this file, it needs xml-js.
 */
import { findRegEx } from '../regex/find.js';
import { heavyBuiltins } from './hostheavy.js';
import { lightBuiltins } from './hostlight.js';
import type { BuiltinTable } from './types.js';

/** The pure built-ins of the declarations' place `host`, by lower-case name. */
export const hostBuiltins: BuiltinTable = {
  ...lightBuiltins,
  ...heavyBuiltins,
  findregex: findRegEx as BuiltinTable[string],
};
