/** How much a storage may hold: MaxWebSize, MaxWebFiles, MaxFileSize (objects.md 3, 8). */
import { dictGet } from '../../../stdlib/values/index.js';
import type { Dict, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import type { Use } from './tree.js';

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** A size or count of settings (`100M`, `1000`, `unlimited`, `-1`); null: no limit. */
export function limitOf(value: Value): number | null {
  if (typeof value === 'number') return value < 0 ? null : value;
  if (typeof value !== 'string') return null;
  const match = /^\s*(\d+)\s*([kmgt]?)b?\s*$/i.exec(value);
  return match ? Number(match[1]) * (UNITS[(match[2] ?? '').toLowerCase()] ?? 1) : null;
}

/** Limits of one storage. */
export interface Quota {
  readonly size: number | null;
  readonly files: number | null;
  readonly file: number | null;
}

export function quotaOf(settings: Dict): Quota {
  return {
    size: limitOf(dictGet(settings, 'MaxWebSize')),
    files: limitOf(dictGet(settings, 'MaxWebFiles')),
    file: limitOf(dictGet(settings, 'MaxFileSize')),
  };
}

/** Throws `file-limit` when a change makes the storage too full; what is too full already may shrink. */
export function needRoom(quota: Quota, before: Use, after: Use, fileSize: number): void {
  const over = (limit: number | null, was: number, is: number) => limit !== null && is > limit && is > was;
  if (
    over(quota.size, before.size, after.size) ||
    over(quota.files, before.files, after.files) ||
    (quota.file !== null && fileSize > quota.file)
  ) {
    throw new PosternError('file-limit');
  }
}
