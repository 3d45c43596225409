/** A short message over the page that goes by itself; screen readers are told, too. */
import { button, byId, make } from './dom.js';

/** How long it stays, in ms: reading takes less than deciding. */
const STAYS = 4_000;
const STAYS_WITH_ACTION = 9_000;

let timer = 0;

export interface ToastAction {
  readonly label: string;
  act(): void;
}

export function toast(text: string, action?: ToastAction): void {
  const box = byId('toast');
  const hide = (): void => box.replaceChildren();
  box.replaceChildren(make('span', {}, text));
  if (action !== undefined)
    box.append(
      button(action.label, () => {
        hide();
        action.act();
      }),
    );
  box.append(button('×', hide, { class: 'quiet', 'aria-label': 'Close the message' }));
  clearTimeout(timer);
  timer = window.setTimeout(hide, action === undefined ? STAYS : STAYS_WITH_ACTION);
}
