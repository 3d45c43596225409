/** Alerts: `alerts.wssp`, also in place of a page while alerts are pending (webapp.md D12). */
import { dictOf, dictSet, makeTime, type Value } from '../../../stdlib/values/index.js';
import { isReturnURL } from '../session/restore.js';
import { acapTime, readAcapTime } from './acap.js';
import type { SessionComponent } from './types.js';

export const alerts: SessionComponent = async (visit, dataset) => {
  const { services, request, webSession } = visit;
  const { parameters } = request;
  const confirmed = readAcapTime(parameters.textOr('AlertTime'));
  if (confirmed !== null) await services.accounts.confirmAlerts(webSession.who, confirmed);
  const pending = await services.accounts.pendingAlerts(webSession.who);
  if (pending.length > 0) {
    const list: Value[] = pending.map(({ time, text }) =>
      dictOf([
        ['time', acapTime(time)],
        ['date', makeTime(time)],
        ['text', text],
      ]),
    );
    dictSet(dataset, 'alerts', list);
    dictSet(dataset, 'currentTime', acapTime(Date.now() / 1000));
  }
  const returnURL = parameters.textOr('returnURL');
  if (isReturnURL(returnURL)) dictSet(dataset, 'returnURL', returnURL);
};
