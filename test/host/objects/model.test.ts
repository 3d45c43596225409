/** Random commands, against a model that is a few maps: every answer and every refusal is the same. */
import { afterEach, expect, test } from 'vitest';
import { createObjects, type Objects } from '../../../host/objects/api.js';
import { dictOf } from '../../../stdlib/values/dict.js';
import type { Value } from '../../../stdlib/values/types.js';
import { Model, Refused, type Settings } from './model.js';
import { makeWorld, POSTMASTER as P, PASSWORD, text, type World } from './world.js';

const STEPS = 10_000;
/** After so many steps the layer is opened anew over the same store. */
const REOPEN = 1700;

let world: World | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

/** Small numbers from a seed, the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Step {
  readonly name: string;
  readonly args: string;
  real(objects: Objects): unknown;
  model(model: Model): string | undefined;
}

function stepOf(random: (below: number) => number): Step {
  const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;
  const domain = (): string => pick(['d0.example', 'd1.example', 'd2.example', 'd3.example', 'main.example']);
  const local = (): string => pick(['a', 'b', 'c', 'd', 'e.f', 'g-h', 'i_j', 'postmaster']);
  const address = (): string => `${local()}@${domain()}`;
  const names = (make: () => string): string[] => Array.from({ length: random(4) }, make);
  const settings = (): Settings =>
    new Map(
      names(() => pick(['XA', 'XB', 'XC'])).map(key => [key, pick(['one', 'two', 'Default', 'default'])]),
    );
  const plain = (): Settings =>
    new Map([...settings()].filter(([, value]) => value.toLowerCase() !== 'default'));
  const dictionary = (map: Settings) => dictOf([...map]);
  const members = (list: readonly string[]) => dictOf([['Members', [...list]]]);
  const build: readonly (() => Step)[] = [
    () => {
      const d = domain();
      return step(
        'createDomain',
        d,
        o => o.domains.create(P, d),
        m => m.createDomain(d),
      );
    },
    () => {
      const [d, into] = [domain(), domain()];
      return step(
        'renameDomain',
        d,
        o => o.domains.rename(P, d, into),
        m => m.renameDomain(d, into),
        into,
      );
    },
    () => {
      const d = domain();
      const force = random(4) === 0;
      return step(
        'removeDomain',
        d,
        o => o.domains.remove(P, d, { force }),
        m => m.removeDomain(d, force),
        String(force),
      );
    },
    () => {
      const d = domain();
      const aliases = names(() => pick(['x.example', 'y.example', 'd2.example', 'd3.example']));
      return step(
        'domainAliases',
        d,
        o => o.domains.setAliases(P, d, aliases),
        m => m.setDomainAliases(d, aliases),
      );
    },
    () => {
      const d = pick([domain(), 'x.example', 'y.example']);
      return step(
        'getDomainAliases',
        d,
        o => o.domains.aliases(P, d),
        m => m.domainAliases(d),
      );
    },
    () =>
      step(
        'listDomains',
        '',
        o => o.domains.list(P),
        m => m.listDomains(),
      ),
    () => {
      const [d, changes] = [domain(), settings()];
      return step(
        'updateDomain',
        d,
        o => o.domains.updateSettings(P, d, dictionary(changes)),
        m => m.updateDomain(d, changes),
      );
    },
    () => {
      const d = domain();
      return step(
        'domainSettings',
        d,
        o => o.domains.settings(P, d),
        m => m.domainSettings(d),
      );
    },
    () => {
      const d = random(3) === 0 ? null : domain();
      const changes = settings();
      return step(
        'updateDefaults',
        String(d),
        o => o.defaults.update(P, d === null ? 'serverAccount' : 'accountDefaults', d, dictionary(changes)),
        m => m.updateDefaults(d, changes),
      );
    },
    ...Array.from({ length: 4 }, () => () => {
      const [a, given] = [address(), plain()];
      return step(
        'createAccount',
        a,
        o => o.accounts.create(P, a, { settings: dictionary(given) }),
        m => m.createAccount(a, given),
      );
    }),
    ...Array.from({ length: 2 }, () => () => {
      const [a, into] = [address(), address()];
      return step(
        'renameAccount',
        a,
        o => o.accounts.rename(P, a, into),
        m => m.renameAccount(a, into),
        into,
      );
    }),
    () => {
      const a = address();
      return step(
        'removeAccount',
        a,
        o => o.accounts.remove(P, a),
        m => m.removeAccount(a),
      );
    },
    ...Array.from({ length: 2 }, () => () => {
      const a = address();
      const aliases = names(local);
      return step(
        'setAliases',
        a,
        o => o.accounts.setAliases(P, a, aliases),
        m => m.setAliases(a, aliases),
        aliases.join(),
      );
    }),
    () => {
      const a = address();
      return step(
        'aliases',
        a,
        o => o.accounts.aliases(P, a),
        m => m.aliases(a),
      );
    },
    () => {
      const [a, changes] = [address(), settings()];
      return step(
        'updatePrefs',
        a,
        o => o.preferences.update(P, a, dictionary(changes)),
        m => m.update(a, 'prefs', changes),
      );
    },
    () => {
      const [a, values] = [address(), plain()];
      return step(
        'setPrefs',
        a,
        o => o.preferences.set(P, a, dictionary(values)),
        m => m.replace(a, 'prefs', values),
      );
    },
    () => {
      const a = address();
      return step(
        'prefs',
        a,
        o => o.preferences.get(P, a),
        m => m.explicit(a, 'prefs'),
      );
    },
    () => {
      const a = `${pick(['a', 'b', 'c'])}@${domain()}`;
      const changes = settings();
      return step(
        'updateSettings',
        a,
        o => o.accounts.updateSettings(P, a, dictionary(changes)),
        m => m.update(a, 'settings', changes),
      );
    },
    () => {
      const [a, values] = [`${pick(['a', 'b', 'c'])}@${domain()}`, plain()];
      return step(
        'setSettings',
        a,
        o => o.accounts.setSettings(P, a, dictionary(values)),
        m => m.replace(a, 'settings', values),
      );
    },
    () => {
      const a = `${pick(['a', 'b', 'c', 'd'])}@${domain()}`;
      return step(
        'settings',
        a,
        o => o.accounts.settings(P, a),
        m => m.explicit(a, 'settings'),
      );
    },
    ...Array.from({ length: 3 }, () => () => {
      const a = address();
      const key = pick(['XA', 'XB', 'XC']);
      return step(
        'effective',
        a,
        o => o.accounts.effectiveSettings(P, a).entries[key] ?? '-',
        m => m.effective(a, key),
        key,
      );
    }),
    () => {
      const d = domain();
      return step(
        'listAccounts',
        d,
        o => accountsOf(o, d),
        m => m.listAccounts(d),
      );
    },
    () => {
      const d = domain();
      const kinds = ['account', 'alias', 'forwarder'] as const;
      return step(
        'listObjects',
        d,
        o => o.domains.listObjects(P, d, { limit: 100, kinds }),
        m => m.listObjects(d),
      );
    },
    () => {
      const a = address();
      return step(
        'resolve',
        a,
        o => emailOf(o.accounts.resolve(a, null)),
        m => m.resolve(a),
      );
    },
    () => {
      const [a, list] = [address(), names(local)];
      return step(
        'createGroup',
        a,
        o => o.groups.create(P, a, members(list)),
        m => m.createGroup(a, list),
      );
    },
    () => {
      const [a, list] = [address(), names(local)];
      return step(
        'setGroup',
        a,
        o => o.groups.set(P, a, members(list)),
        m => m.setGroup(a, list),
      );
    },
    ...Array.from({ length: 2 }, () => () => {
      const a = address();
      return step(
        'members',
        a,
        o => o.groups.get(P, a).entries.Members ?? [],
        m => m.members(a),
      );
    }),
    () => {
      const [a, into] = [address(), address()];
      return step(
        'renameGroup',
        a,
        o => o.groups.rename(P, a, into),
        m => m.renameGroup(a, into),
        into,
      );
    },
    () => {
      const a = address();
      return step(
        'removeGroup',
        a,
        o => o.groups.remove(P, a),
        m => m.removeGroup(a),
      );
    },
    () => {
      const [a, to] = [address(), address()];
      return step(
        'createForwarder',
        a,
        o => o.forwarders.create(P, a, to),
        m => m.createForwarder(a, to),
        to,
      );
    },
    () => {
      const a = address();
      return step(
        'removeForwarder',
        a,
        o => o.forwarders.remove(P, a),
        m => m.removeForwarder(a),
      );
    },
    () => {
      const a = address();
      return step(
        'forwarder',
        a,
        o => o.forwarders.get(P, a),
        m => m.forwarder(a),
      );
    },
  ];
  return (pick(build) as () => Step)();
}

function step(
  name: string,
  target: string,
  real: (objects: Objects) => unknown,
  model: (model: Model) => unknown,
  more = '',
): Step {
  return { name, args: `${target} ${more}`, real, model: m => (model(m) as string | undefined) ?? undefined };
}

async function accountsOf(objects: Objects, domain: string): Promise<string[]> {
  const names: string[] = [];
  for await (const [name] of objects.accounts.list(P, domain)) names.push(name);
  return names;
}

const emailOf = (addr: { account: string; domain: string } | null): string =>
  addr === null ? '-' : `${addr.account}@${addr.domain}`;

/** Answers as text: strings as they are, other values printed without quotes. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return 'done';
  return typeof value === 'string' ? value : text(value as Value).replaceAll('"', '');
}

async function outcome(run: () => unknown): Promise<string> {
  try {
    return shown(await run());
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined) throw error;
    return `refused: ${code}`;
  }
}

function modelOutcome(run: () => string | undefined): string {
  try {
    return run() ?? 'done';
  } catch (error) {
    if (error instanceof Refused) return `refused: ${error.code}`;
    throw error;
  }
}

test(`${STEPS} random commands`, async () => {
  world = await makeWorld();
  let { objects } = world;
  // the postmaster starts without anything that the model does not know
  await objects.accounts.setSettings(P, '*', dictOf([['Password', 'default']]));
  const model = new Model('main.example');
  const random = numbers(20_260_101);
  const trail: string[] = [];
  const met = new Map<string, number>();
  for (let i = 0; i < STEPS; i++) {
    if (i % REOPEN === REOPEN - 1) {
      await objects.close();
      objects = await createObjects({
        store: world.store,
        mainDomain: 'main.example',
        hostName: 'host.example',
        baseFolder: '/tmp',
        cachedAccounts: 8,
        firstPassword: PASSWORD,
      });
    }
    const next = stepOf(random);
    const want = modelOutcome(() => next.model(model));
    const got = await outcome(() => next.real(objects));
    const line = `${i} ${next.name} ${next.args} -> ${got}`;
    trail.push(line);
    if (got !== want) expect.fail(`${line}, but the model says ${want}\n${trail.slice(-12).join('\n')}`);
    met.set(got.startsWith('refused') ? got : next.name, (met.get(next.name) ?? 0) + 1);
  }
  // every kind of command succeeded, and refusals of every kind were met
  expect(met.size).toBeGreaterThan(35);
  await objects.close();
});
