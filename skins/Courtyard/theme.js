// Light, dark, or as the system: the choice stays in this browser. Without this script the system decides, and
// everything else works as well.
(() => {
  const KEY = 'courtyard-theme';
  const order = ['auto', 'light', 'dark'];
  const root = document.documentElement;
  let theme = 'auto';
  try {
    const stored = localStorage.getItem(KEY);
    if (order.includes(stored)) theme = stored;
  } catch {
    // Storage is closed to this page: the choice lasts until the next page.
  }
  const apply = () => {
    if (theme === 'auto') root.removeAttribute('data-theme');
    else root.dataset.theme = theme;
  };
  apply();
  document.addEventListener('DOMContentLoaded', () => {
    for (const button of document.querySelectorAll('button.theme')) {
      const label = () => {
        button.setAttribute('aria-label', button.dataset[theme]);
        button.title = button.dataset[theme];
        button.dataset.now = theme;
      };
      label();
      button.hidden = false;
      button.addEventListener('click', () => {
        theme = order[(order.indexOf(theme) + 1) % order.length];
        try {
          localStorage.setItem(KEY, theme);
        } catch {
          // See above.
        }
        apply();
        label();
      });
    }
    // On a phone the menu is longer than the screen: the current entry must be in sight.
    const current = document.querySelector('.menu [aria-current]');
    const menu = current?.closest('.menu');
    if (menu) menu.scrollLeft = current.offsetLeft - (menu.clientWidth - current.offsetWidth) / 2;
    // One open menu at a time, closed with Escape or a click elsewhere.
    const close = except => {
      for (const menu of document.querySelectorAll('details.more[open]')) if (menu !== except) menu.open = false;
    };
    document.addEventListener('click', event => close(event.target.closest('details.more')));
    document.addEventListener('keydown', event => {
      if (event.key !== 'Escape') return;
      document.querySelector('details.more[open] summary')?.focus();
      close(null);
    });
  });
})();
