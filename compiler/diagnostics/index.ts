/** Compile errors and warnings: what they are, their catalogue, how they are shown. */
export { COMPILER_CODES, type CompilerCode } from './catalogue.js';
export {
  type CatalogueEntry,
  compareDiagnostics,
  type Diagnostic,
  fillText,
  hasErrors,
  makeDiagnostic,
  type Severity,
} from './diagnostic.js';
export { renderDiagnostic, renderFrame } from './frame.js';
