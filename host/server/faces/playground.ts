/** The playground at `/playground/` of the user listeners, and the recordings that it opens. */
import { join } from 'node:path';
import { packageRoot } from '../../apps/distfile.js';
import { requestOf } from '../../web/index.js';
import { servePlayground } from '../../web/playground/serve.js';
import { Site } from '../../web/playground/site.js';
import type { Face, FaceHost } from './types.js';

export function playgroundFace({ web, settings }: FaceHost): Face {
  const options = {
    services: web,
    site: new Site(join(packageRoot, 'dist/playground/site')),
    access: () => settings.PlaygroundAccess,
  };
  return {
    name: 'playground',
    routes: [{ pattern: '/playground{/*rest}', handle: ctx => servePlayground(options, requestOf(ctx)) }],
  };
}
