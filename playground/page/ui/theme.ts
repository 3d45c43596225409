/** Light, dark, or what the system says. */

const ORDER = ['system', 'light', 'dark'] as const;
type Theme = (typeof ORDER)[number];

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** What the browser has kept; nothing in private windows. */
function kept(): Theme {
  try {
    const name = localStorage.getItem('theme');
    return ORDER.find(theme => theme === name) ?? 'system';
  } catch {
    return 'system';
  }
}

export function themeButton(button: HTMLElement): void {
  let theme = kept();
  apply(theme);
  button.addEventListener('click', () => {
    theme = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? 'system';
    apply(theme);
    button.title = `Colours: ${theme}`;
    try {
      localStorage.setItem('theme', theme);
    } catch {
      // for this visit only
    }
  });
}
