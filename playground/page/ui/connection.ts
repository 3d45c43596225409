/** Who answers built-ins that need a host: the account in this page, or the server that the page comes from. */
import type { HostLogin } from '../../sandbox/host.js';
import { confirm, tell } from './dialogs.js';
import { button, byId, make } from './dom.js';
import { toast } from './toast.js';

/** Beside the page; relative to `/playground/`. */
const PLACE = 'host/';

export class Connection {
  #login: HostLogin | null = null;
  readonly #place = byId('calls');

  constructor(private readonly base: URL) {
    this.#show();
  }

  /** Null: the account in this page. */
  get login(): HostLogin | null {
    return this.#login;
  }

  /** Other sources must not act with rights that were given to these ones. */
  drop(): void {
    if (this.#login === null) return;
    this.#login = null;
    this.#show();
    toast('Another workspace: built-ins work on the account in this page again.');
  }

  async #connect(): Promise<void> {
    // few connect: what talks to the host is loaded for them only
    const { HostProblem, logIn } = await import('../../sandbox/host.js');
    try {
      const login = await logIn(new URL(PLACE, this.base).href);
      const chosen = await confirm(
        `Act as ${login.email}?`,
        `From now on the programs of this workspace work on ${this.base.host} with all rights of ${login.email}: they can read, change and delete mail, files and settings there. Run only what you trust.`,
        ['Use the host', 'Cancel'],
      );
      if (chosen === 'Use the host') this.#login = login;
    } catch (error) {
      if (!(error instanceof HostProblem)) throw error;
      await tell('There is no connection', error.message);
    }
    this.#show();
  }

  #show(): void {
    const login = this.#login;
    this.#place.className = login === null ? 'row' : 'row host';
    this.#place.replaceChildren(
      make(
        'span',
        { id: 'calls-to' },
        login === null
          ? 'Host built-ins: account in this page'
          : `Host built-ins: ${login.email} on ${this.base.host}`,
      ),
      login === null
        ? button('Use this host', () => void this.#connect(), { id: 'connect' })
        : button(
            'Back to this page',
            () => {
              this.#login = null;
              this.#show();
            },
            { id: 'disconnect' },
          ),
    );
  }
}
