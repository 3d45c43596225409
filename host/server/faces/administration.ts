/** Pages for administrators on the user listeners: the index, usage, the log. */
import { events, logStream } from '../../admin/log/stream.js';
import { serveLog } from '../../web/admin/log.js';
import { indexPage } from '../../web/admin/places.js';
import { sendAdminPage, sightOf } from '../../web/admin/sight.js';
import { serveUsage } from '../../web/admin/usage.js';
import { requestOf } from '../../web/index.js';
import type { Face, FaceHost } from './types.js';

export function administrationFace({ web, apps, log, settings, objects }: FaceHost): Face {
  const sight = {
    services: web,
    maySeeAll: (who: Parameters<typeof objects.rights.has>[0]) =>
      objects.rights.has(who, 'Monitor', 'Settings'),
  };
  const usage = { ...sight, usage: () => apps.usage() };
  const tail = {
    ...sight,
    recent: log.tail.recent.bind(log.tail),
    follow: (filter: Parameters<typeof log.tail.recent>[0]) =>
      log.tail.followerCount >= settings.LogTailReaders ? null : logStream(log.tail, events, filter, 0, true),
  };
  return {
    name: 'administration',
    routes: [
      { pattern: '/Admin/Usage{/*rest}', handle: ctx => serveUsage(usage, requestOf(ctx)) },
      { pattern: '/Admin/Log{/*rest}', handle: ctx => serveLog(tail, requestOf(ctx)) },
      {
        pattern: '/Admin',
        handle: async ctx => {
          const request = requestOf(ctx);
          if ((await sightOf(sight, request)) !== null) sendAdminPage(request, indexPage());
        },
      },
    ],
  };
}
