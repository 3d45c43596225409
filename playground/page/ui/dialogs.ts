/** Dialogs: the browser's own element keeps the focus inside and closes with Escape. */
import { button, make } from './dom.js';

/** Opens a dialog and gives what it was closed with. */
export function dialog(
  title: string,
  content: (close: (value: string) => void) => (Node | string)[],
  wide = false,
): Promise<string> {
  const box = make('dialog', { 'aria-label': title, class: wide ? 'wide' : '' });
  const close = (value: string): void => box.close(value);
  const heading = make(
    'header',
    {},
    make('h2', {}, title),
    button('×', () => close(''), { 'aria-label': 'Close', class: 'quiet' }),
  );
  box.append(heading, ...content(close));
  document.body.append(box);
  // not the button that closes it, which is the first
  box
    .querySelector<HTMLElement>(':scope > :not(header) :is(button, input, select, pre)')
    ?.setAttribute('autofocus', '');
  return new Promise(resolve => {
    box.addEventListener('close', () => {
      box.remove();
      resolve(box.returnValue);
    });
    box.showModal();
  });
}

/** Asks for a text. `check` gives what is wrong with it, null when nothing is. null when the user gives up. */
export async function ask(
  title: string,
  label: string,
  value: string,
  check: (value: string) => string | null | Promise<string | null> = () => null,
): Promise<string | null> {
  const input = make('input', {
    type: 'text',
    id: 'dialog-input',
    value,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const problem = make('p', { class: 'problem', role: 'alert' });
  const answer = await dialog(title, close => {
    const form = make(
      'form',
      {},
      make('label', { for: 'dialog-input' }, label),
      input,
      problem,
      make('div', { class: 'row' }, make('button', { type: 'submit', class: 'primary' }, 'OK')),
    );
    form.addEventListener('submit', event => {
      event.preventDefault();
      void Promise.resolve(check(input.value)).then(text => {
        problem.textContent = text ?? '';
        if (text === null) close('ok');
      });
    });
    queueMicrotask(() => input.select());
    return [form];
  });
  return answer === 'ok' ? input.value : null;
}

/** Offers actions; gives the chosen one, `''` for none. */
export function confirm(title: string, text: string, actions: readonly string[]): Promise<string> {
  return dialog(title, close => [
    make('p', {}, text),
    make(
      'div',
      { class: 'row' },
      ...actions.map((action, i) => button(action, () => close(action), { class: i === 0 ? 'primary' : '' })),
    ),
  ]);
}

/** Says something that must be read. */
export async function tell(title: string, text: string): Promise<void> {
  await confirm(title, text, ['OK']);
}
