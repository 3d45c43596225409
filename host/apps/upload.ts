/**
 * Uploads of skin files (webapp.md A6), the same way for the upload page, the launcher and the command line: the
 * name in small letters, the compile check, an archive member by member. A file with an error is not stored.
 */
import { PosternError } from '../errors/index.js';
import type { Principal } from '../objects/api.js';
import { readTar } from './tar.js';
import type { AppService, SkinChoice, SkinFileCheck } from './types.js';

/** A file that was refused: the compile errors, or the reason in one sentence. */
export interface RefusedFile {
  readonly file: string;
  readonly reason: string;
  readonly check: Exclude<SkinFileCheck, { ok: true }> | null;
}

/** What became of an upload. */
export interface UploadReport {
  readonly stored: readonly string[];
  readonly refused: readonly RefusedFile[];
}

/** Stores one checked file; rejects with a PosternError for rights, names, limits. */
export type StoreFile = (
  principal: Principal,
  skin: SkinChoice,
  name: string,
  bytes: Uint8Array,
) => Promise<void>;

/** Checks and stores one file. */
async function storeOne(
  apps: AppService,
  store: StoreFile,
  principal: Principal,
  skin: SkinChoice,
  name: string,
  bytes: Uint8Array,
): Promise<RefusedFile | null> {
  const file = name.toLowerCase();
  const check = await apps.checkSkinFile(file, bytes);
  if (!check.ok) {
    const first = check.errors[0];
    return { file, reason: first ? `${first.line}:${first.column}: ${first.message}` : 'error', check };
  }
  try {
    await store(principal, skin, file, bytes);
    return null;
  } catch (error) {
    if (!(error instanceof PosternError)) throw error;
    return { file, reason: error.message, check: null };
  }
}

/** Stores an uploaded file or the members of an uploaded `.tar`; good members are stored, the others reported. */
export async function uploadSkinFile(
  apps: AppService,
  store: StoreFile,
  principal: Principal,
  skin: SkinChoice,
  name: string,
  bytes: Uint8Array,
): Promise<UploadReport> {
  const members = name.toLowerCase().endsWith('.tar') ? await readTar(bytes) : [{ name, bytes }];
  const stored: string[] = [];
  const refused: RefusedFile[] = [];
  for (const member of members) {
    const problem = await storeOne(apps, store, principal, skin, member.name, member.bytes);
    if (problem) refused.push(problem);
    else stored.push(member.name.toLowerCase());
  }
  return { stored, refused };
}
