/** How much a storage may hold: MaxWebSize, MaxWebFiles, MaxFileSize (objects.md 3, 8). */
import type { Dict } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { limitSetting, sizeSetting } from '../settings/read.js';
import type { Use } from './tree.js';

/** Limits of one storage. */
export interface Quota {
  readonly size: number | null;
  readonly files: number | null;
  readonly file: number | null;
}

export function quotaOf(settings: Dict): Quota {
  return {
    size: sizeSetting(settings, 'MaxWebSize', null),
    files: limitSetting(settings, 'MaxWebFiles', null),
    file: sizeSetting(settings, 'MaxFileSize', null),
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
