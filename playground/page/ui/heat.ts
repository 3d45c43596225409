/** The column that shows which lines take the time. */
import type { ProfileView } from '../workers/protocol.js';

/** Shares for the heat column of one file. */
export function heatOf({ lines }: ProfileView, file: string): Map<number, { share: number; text: string }> {
  const most = Math.max(...lines.map(({ ms }) => ms), 0.001);
  const own = lines.filter(line => line.file.toLowerCase() === file.toLowerCase());
  return new Map(own.map(({ line, ms, hits }) => [line, { share: ms / most, text: `${hits}×` }]));
}
