/** Worker threads run built JavaScript: the place of a built file, also when this file runs from its source. */
import { builtFile, projectRoot } from '../../runtime/node/files.js';

/** Root of the package. */
export const packageRoot = projectRoot();

/** Absolute path of a built file. */
export const distFile = builtFile;
