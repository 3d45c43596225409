/** The playground at `/playground/` of the user listeners, and the recordings that it opens. */
import { join } from 'node:path';
import { packageRoot } from '../../apps/distfile.js';
import { requestOf } from '../../web/index.js';
import { servePlayground } from '../../web/playground/serve.js';
import { Site } from '../../web/playground/site.js';
import { serveRecordings } from '../../web/recordings/serve.js';
import type { Face, FaceHost } from './types.js';

export function playgroundFace({ web, settings, recordings }: FaceHost): Face {
  const site = new Site(join(packageRoot, 'dist/playground/site'));
  const options = { services: web, site, access: () => settings.PlaygroundAccess };
  const recorded = {
    services: web,
    recordings,
    isOn: () => settings.Recordings,
    hasPlayground: () => settings.PlaygroundAccess !== 'off' && site.isThere,
  };
  return {
    name: 'playground',
    routes: [
      { pattern: '/playground{/*rest}', handle: ctx => servePlayground(options, requestOf(ctx)) },
      { pattern: '/Admin/Recordings{/*rest}', handle: ctx => serveRecordings(recorded, requestOf(ctx)) },
    ],
  };
}
