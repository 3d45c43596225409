/**
 * Who may run what: the "Right" column of cli.md 7, read as it is written there. `A|B`: any one is enough; `own`: the
 * acting account itself; `Domain`: an administrator of the domain; `Domain:Code`: one with that code, too.
 */

/** Server rights by token, with the codes that grant them (cli.md 5.1), in small letters. */
export const SERVER_TOKENS = {
  Master: ['master'],
  Settings: ['settings'],
  Users: ['useraccounts', 'users', 'accounts', 'alldomains'],
  DomainsRead: ['domainsread'],
  Monitor: ['monitor'],
  CanRejectQueues: ['canrejectqueues'],
  CanReleaseQueues: ['canreleasequeues'],
  CanTuneLoggerSettings: ['cantuneloggersettings'],
  Directory: ['directory'],
} as const satisfies Record<string, readonly string[]>;

export type ServerToken = keyof typeof SERVER_TOKENS;

/** Every code that counts only on accounts of the main domain. */
export const SERVER_CODES: ReadonlySet<string> = new Set(Object.values(SERVER_TOKENS).flat());

/** A rule in the form that is checked. */
export interface Rule {
  readonly own: boolean;
  readonly any: boolean;
  readonly server: readonly ServerToken[];
  /** Code that a domain administrator needs besides `Domain`; `''`: none; null: no administrator may. */
  readonly domain: string | null;
}

/** Reads a rule such as `own|Users|Domain:CanCreateAliases`. */
export function rule(text: string): Rule {
  const server: ServerToken[] = [];
  let own = false;
  let any = false;
  let domain: string | null = null;
  for (const word of text.split('|')) {
    if (word === 'own') own = true;
    else if (word === 'any') any = true;
    else if (word === 'Domain') domain = '';
    else if (word.startsWith('Domain:')) domain = word.slice(7).toLowerCase();
    else if (Object.hasOwn(SERVER_TOKENS, word)) server.push(word as ServerToken);
    else throw new TypeError(`no such right: ${word}`);
  }
  return { own, any, server, domain };
}
