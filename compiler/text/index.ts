/** Places in source texts and in generated code. */
export { LineTable } from './linetable.js';
export type { Position, Range } from './position.js';
export {
  type MappedPosition,
  nameAt,
  originalPosition,
  type PositionMap,
  PositionMapBuilder,
  type Segment,
  segments,
} from './positionmap.js';
export { type SourceMapV3, toSourceMap } from './sourcemap.js';
