/**
 * Skin files on the administration face: list, read, store, remove. `?domain=` (absent or empty: server-wide),
 * `?skin=` (absent or empty: unnamed), `?file=`. Used by the upload page and by `postern skin`.
 */
import type { Context } from 'koa';
import { type UploadReport, uploadSkinFile } from '../../apps/upload.js';
import { PosternError } from '../../errors/index.js';
import type { Principal } from '../../objects/api.js';
import { readBody, readForm } from './body.js';
import { skinPage } from './page.js';
import type { AdminServices } from './types.js';

/** One query parameter, `''` when it is absent. */
function parameter(ctx: Context, name: string): string {
  const value = ctx.query[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

/** The skin that a request names. */
function target(ctx: Context): { domain: string | null; skin: string } {
  return { domain: parameter(ctx, 'domain') || null, skin: parameter(ctx, 'skin') };
}

/** True for browsers: they get pages, everybody else JSON. */
function wantsHTML(ctx: Context): boolean {
  return ctx.accepts('json', 'html') === 'html' && ctx.get('accept').includes('text/html');
}

async function show(
  ctx: Context,
  services: AdminServices,
  principal: Principal,
  where: { domain: string | null; skin: string },
  report: UploadReport | null,
): Promise<void> {
  const files = await services.skins.list(principal, where.domain, where.skin);
  if (report && report.refused.length > 0) ctx.status = 422;
  if (wantsHTML(ctx)) {
    ctx.type = 'text/html';
    ctx.body = skinPage(where.domain ?? '', where.skin, files, report);
  } else ctx.body = report ?? { files };
}

/** A version number, null when the request names none. @throws PosternError for one that is no number */
function versionOf(ctx: Context): number | null {
  const text = parameter(ctx, 'version');
  if (text === '') return null;
  if (!/^\d{1,9}$/.test(text)) throw new PosternError('bad-request');
  return Number(text);
}

/** GET with `versions=yes`: what is kept of a file, the newest first. */
async function getVersions(ctx: Context, services: AdminServices, principal: Principal): Promise<void> {
  const { domain, skin } = target(ctx);
  const file = parameter(ctx, 'file').toLowerCase();
  ctx.body = { versions: await services.skins.versions(principal, domain, skin, file) };
}

/** POST /skins/rollback: stores an earlier version again, as the newest one; absent `version`: the one before. */
export async function rollbackSkin(
  ctx: Context,
  services: AdminServices,
  principal: Principal,
): Promise<void> {
  const where = target(ctx);
  const { apps, skins } = services;
  const file = parameter(ctx, 'file').toLowerCase();
  const versions = await skins.versions(principal, where.domain, where.skin, file);
  const number = versionOf(ctx) ?? versions.find(({ isPresent }) => !isPresent)?.number;
  if (number === undefined) throw new PosternError('skin-file-unknown');
  const bytes = await skins.readVersion(principal, where.domain, where.skin, file, number);
  const report = await uploadSkinFile(apps, skins.store, principal, where, file, bytes);
  if (report.refused.length > 0) ctx.status = 422;
  ctx.body = { ...report, version: number };
}

/** GET: the list, or one file, or an earlier version of it. */
export async function getSkin(ctx: Context, services: AdminServices, principal: Principal): Promise<void> {
  const where = target(ctx);
  const file = parameter(ctx, 'file');
  if (file === '') return show(ctx, services, principal, where, null);
  if (parameter(ctx, 'versions') !== '') return getVersions(ctx, services, principal);
  const { domain, skin } = where;
  const number = versionOf(ctx);
  const bytes =
    number === null
      ? await services.skins.read(principal, domain, skin, file.toLowerCase())
      : await services.skins.readVersion(principal, domain, skin, file.toLowerCase(), number);
  ctx.status = bytes === null ? 404 : 200;
  // Never as a page of this listener: an uploaded file must not act with the administrator's credentials.
  ctx.set('Content-Disposition', 'attachment');
  ctx.type = 'application/octet-stream';
  ctx.body = bytes === null ? 'no such file\n' : Buffer.from(bytes);
}

/** PUT: stores the body as one file (or archive). */
export async function putSkin(ctx: Context, services: AdminServices, principal: Principal): Promise<void> {
  const where = target(ctx);
  const bytes = await readBody(ctx.req, services.uploadLimit());
  await services.skins.ensure(principal, where.domain, where.skin);
  const { apps, skins } = services;
  const report = await uploadSkinFile(apps, skins.store, principal, where, parameter(ctx, 'file'), bytes);
  await show(ctx, services, principal, where, report);
}

/** POST: the form of the upload page. */
export async function postSkin(ctx: Context, services: AdminServices, principal: Principal): Promise<void> {
  const { fields, files } = await readForm(ctx.req, services.uploadLimit());
  const where = { domain: fields.get('domain') || null, skin: fields.get('skin') ?? '' };
  await services.skins.ensure(principal, where.domain, where.skin);
  const stored: string[] = [];
  const refused: UploadReport['refused'][number][] = [];
  for (const { name, bytes } of files) {
    const { apps, skins } = services;
    const report = await uploadSkinFile(apps, skins.store, principal, where, name, bytes);
    stored.push(...report.stored);
    refused.push(...report.refused);
  }
  await show(ctx, services, principal, where, { stored, refused });
}

/** DELETE: removes one file. */
export async function deleteSkin(ctx: Context, services: AdminServices, principal: Principal): Promise<void> {
  const where = target(ctx);
  await services.skins.remove(principal, where.domain, where.skin, parameter(ctx, 'file').toLowerCase());
  ctx.body = { removed: parameter(ctx, 'file').toLowerCase() };
}
