/** Helper programs run as the server settings say, and follow their changes. */
import type { HelperSet } from '../../admin/helpers/set.js';
import type { ServerLog } from '../../admin/log/log.js';
import type { Objects } from '../../objects/api.js';

/** Starts the helpers that are enabled. Gives what ends the watch over the settings. */
export function startHelpers(objects: Objects, helpers: HelperSet, log: ServerLog): () => void {
  const take = (): void => {
    helpers.configure(objects.server.effective('settings')).catch(error => {
      log.logger('SYSTEM').failure(`helpers cannot be started: ${String(error)}`);
    });
  };
  const end = objects.server.onChange(item => {
    if (item === 'settings') take();
  });
  objects.setHelpers(helpers);
  take();
  return end;
}
