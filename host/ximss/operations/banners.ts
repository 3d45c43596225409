/** Banners (ximss.md 13.3): what the banner helper gives. */
import { Failure, illegal } from '../failure.js';
import type { Call, Handlers } from '../run/call.js';
import { holderParts, readUntyped } from '../xml/object.js';

async function bannerRead(call: Call): Promise<void> {
  const type = call.need('type');
  const parameters = call.request.body.length === 0 ? null : readUntyped(call.request);
  if (parameters === undefined) throw illegal('illegal parameters');
  if (call.world.banners === undefined) throw new Failure('no banner system', 529);
  const banner = await call.world.banners(call.session.principal, type, parameters);
  call.send('banner', [['type', type]], banner === null ? '' : holderParts(banner).content);
}

export const BANNERS_HANDLERS: Handlers = { bannerRead };
