/** Error texts follow the server strings (admin.md 7). */
import { replaceErrorTexts } from '../../errors/index.js';
import type { Objects } from '../../objects/api.js';
import { errorTexts } from '../../objects/server/strings.js';

/** Puts the texts of the settings in place. Gives what puts the built-in ones back. */
export function followStrings({ server }: Objects): () => void {
  const take = (): void => replaceErrorTexts(errorTexts(server.effective('settings')));
  const end = server.onChange(item => {
    if (item === 'settings') take();
  });
  take();
  return () => {
    end();
    replaceErrorTexts(new Map());
  };
}
