/**
 * Skin files on the administration face: list, read, store, remove. `?domain=` (absent or empty: server-wide),
 * `?skin=` (absent or empty: unnamed), `?file=`. Used by the upload page and by `postern skin`.
 */
import type { Context } from 'koa';
import { type UploadReport, uploadSkinFile } from '../../apps/upload.js';
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

/** GET: the list, or one file. */
export async function getSkin(ctx: Context, services: AdminServices, principal: Principal): Promise<void> {
  const where = target(ctx);
  const file = parameter(ctx, 'file');
  if (file === '') return show(ctx, services, principal, where, null);
  const bytes = await services.skins.read(principal, where.domain, where.skin, file.toLowerCase());
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
