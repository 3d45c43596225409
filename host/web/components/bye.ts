/** Bye: closes the session; `bye.wssp` can still use its data (webapp.md D17). */
import { dictSet } from '../../../stdlib/values/index.js';
import { COOKIE_NAME } from '../session/cookie.js';
import type { SessionComponent } from './types.js';

export const bye: SessionComponent = async (visit, dataset) => {
  const { services, request, webSession } = visit;
  await services.sessions.close(webSession);
  if (webSession.cookie !== null) {
    request.ctx.res.appendHeader(
      'Set-Cookie',
      `${COOKIE_NAME}=; Path=/Session/${webSession.id}/; HttpOnly; SameSite=Lax; Max-Age=0`,
    );
  }
  dictSet(dataset, 'blockAlerts', 'Yes');
};
