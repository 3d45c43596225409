/** The playground at `/playground/` of the user listeners, and the recordings that it opens. */
import { join } from 'node:path';
import { programLimits } from '../../admin/config/limits.js';
import { packageRoot } from '../../apps/distfile.js';
import { RemoteDesk } from '../../builtins/remote/desk.js';
import type { Principal } from '../../objects/api.js';
import { serveDeploy } from '../../web/deploy/serve.js';
import { requestOf } from '../../web/index.js';
import { serveCalls } from '../../web/playground/calls.js';
import { servePlayground } from '../../web/playground/serve.js';
import { Site } from '../../web/playground/site.js';
import { serveRecordings } from '../../web/recordings/serve.js';
import type { Face, FaceHost } from './types.js';

export function playgroundFace({ web, settings, recordings, objects, builtins, version }: FaceHost): Face {
  const site = new Site(join(packageRoot, 'dist/playground/site'));
  const options = { services: web, site, access: () => settings.PlaygroundAccess };
  const desk = new RemoteDesk(builtins, () => ({
    runs: settings.PlaygroundRuns,
    idle: settings.PlaygroundIdle,
    program: programLimits(settings),
  }));
  const calls = { services: web, desk, access: options.access, isOn: () => settings.PlaygroundHost };
  const recorded = {
    services: web,
    recordings,
    version,
    isOn: () => settings.Recordings,
    hasPlayground: () => settings.PlaygroundAccess !== 'off' && site.isThere,
  };
  const { skins } = objects;
  const deploy = {
    services: web,
    history: {
      present: async (who: Principal, domain: string | null, skin: string, file: string) => {
        const own = await skins.listFiles(who, domain, skin);
        if (!own.some(({ name }) => name === file)) return null;
        return (await skins.versions(who, domain, skin, file))[0]?.number ?? null;
      },
      read: async (who: Principal, domain: string | null, skin: string, file: string, number: number) =>
        (await skins.readVersion(who, domain, skin, file, number)).bytes,
    },
  };
  return {
    name: 'playground',
    close: () => desk.close(),
    routes: [
      { pattern: '/playground/host', handle: ctx => serveCalls(calls, requestOf(ctx)) },
      { pattern: '/playground{/*rest}', handle: ctx => servePlayground(options, requestOf(ctx)) },
      { pattern: '/Admin/Recordings{/*rest}', handle: ctx => serveRecordings(recorded, requestOf(ctx)) },
      { pattern: '/Admin/Deploy{/*rest}', handle: ctx => serveDeploy(deploy, requestOf(ctx)) },
    ],
  };
}
