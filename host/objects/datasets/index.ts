/** Data sets, for the other services and the faces. */
export { runDataset } from './command.js';
export { Datasets, EMAIL } from './datasets.js';
export { type EntryFilter, isMatchMode, type MatchMode } from './match.js';
export { type DataDeps, type DataLimits, defaultDataLimits } from './types.js';
