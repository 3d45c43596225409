/**
 * A visit: one request together with its realm, domain, skin and the one who asks. It is the `RequestContext` of
 * programs and pages.
 */
import { type Dict, dictGet, dictSet, newDict } from '../../../stdlib/values/index.js';
import type {
  ContinueBody,
  PageWorld,
  Realm,
  RequestContext,
  SessionLink,
  SkinChoice,
} from '../../apps/types.js';
import type { Principal } from '../../objects/api.js';
import type { WebRequest } from '../request/webrequest.js';
import type { Identity, Soon, WebServices, WebSession } from '../services.js';
import { chooseLanguage, chooseSkin, chooseTimeZone, filesRefOf, preferenceIn } from './choose.js';
import { type Device, deviceOf, isWMLSkin } from './device.js';
import { type ElementMaker, sessionElements, sharedElementsOf, statelessElements } from './elements.js';

/** What a visit is made of. */
export interface VisitParts {
  readonly services: WebServices;
  readonly request: WebRequest;
  readonly realm: Realm;
  readonly domain: string | null;
  readonly skin: SkinChoice;
  readonly language: string | null;
  readonly principal: Principal;
  readonly preferences: Dict;
  readonly device?: Device;
  readonly who?: Identity;
  readonly session?: WebSession;
  readonly accountSettings?: Dict;
}

/** One visit. */
export class Visit implements RequestContext {
  readonly services: WebServices;
  readonly request: WebRequest;
  readonly realm: Realm;
  readonly domain: string | null;
  readonly skin: SkinChoice;
  readonly principal: Principal;
  readonly preferences: Dict;
  readonly device: Device;
  readonly world: PageWorld;
  readonly tag: string;
  readonly who: Identity | null;
  /** The live session, in the session realm. */
  readonly webSession: WebSession | null;
  readonly session?: SessionLink;
  readonly continueBody?: ContinueBody;

  constructor(parts: VisitParts) {
    const { services, request, session } = parts;
    this.services = services;
    this.request = request;
    this.realm = parts.realm;
    this.domain = parts.domain;
    this.skin = parts.skin;
    this.principal = parts.principal;
    this.preferences = parts.preferences;
    this.who = parts.who ?? null;
    this.device = parts.device ?? deviceOf(request.field('accept'), request.field('user-agent'));
    this.webSession = session ?? null;
    this.tag = session ? sessionTag(session) : services.connectionTag(request.ctx.req);
    this.world = {
      settings: parts.preferences,
      language: parts.language,
      timeZone: chooseTimeZone(parts.preferences),
      isWML: isWMLSkin(parts.skin.skin),
      ...(session ? { session: session.data } : {}),
      ...(parts.accountSettings ? { accountSettings: parts.accountSettings } : {}),
    };
    if (session) {
      this.session = {
        id: session.id,
        read: () => session.data,
        write: data => {
          session.data = data;
        },
      };
    }
    const { continueBody } = request;
    if (continueBody) this.continueBody = continueBody;
  }

  /** URL prefix of the regular files of the skin. */
  get filesRef(): string {
    return filesRefOf(this.skin);
  }

  /** Merged text dataset of skin and language. */
  texts(): Promise<Dict> {
    return this.services.apps.texts(this.skin, this.world.language);
  }

  /** The generic elements of webapp.md B2 or B3. */
  async genericElements(): Promise<Dict> {
    const elements = newDict();
    await this.addGeneric(elements);
    return elements;
  }

  sharedElements(texts: Dict): Dict | null {
    return this.realm === 'session' ? null : sharedElementsOf(this, texts);
  }

  /** Adds the generic elements that the dataset does not have, and the charset that a device insists on. */
  async addGeneric(dataset: Dict): Promise<void> {
    const makers: Readonly<Record<string, ElementMaker>> =
      this.realm === 'session' ? sessionElements : statelessElements;
    for (const name in makers) {
      if (dictGet(dataset, name) !== null) continue;
      const value = await makers[name]?.(this);
      if (value !== undefined && value !== null) dictSet(dataset, name, value);
    }
    if (this.device.charset !== null) dictSet(dataset, 'charset', this.device.charset);
  }
}

/** Log tag of a session: its number, never its secret part (webapp.md B3, admin.md 6). */
export function sessionTag(session: WebSession): string {
  return `WEBUSER-${session.id.slice(0, 6)}`;
}

/** Domain of a request by its host; without Host field the address that it was sent to. */
export function domainOf(services: WebServices, request: WebRequest): Soon<string | null> {
  const host = request.host ?? { name: '127.0.0.1', isAddress: true, port: null };
  return services.domains.ofHost(host);
}

/**
 * A stateless visit (webapp.md B2). At once when the domain is at hand and neither skin nor language is named, as in
 * most requests.
 * @param who the one who authenticated, for `/auth/`
 */
export function statelessVisit(
  services: WebServices,
  request: WebRequest,
  who?: Identity,
): Visit | Promise<Visit> {
  const domain = domainOf(services, request);
  if (domain instanceof Promise) return domain.then(name => domainVisit(services, request, name, who));
  return domainVisit(services, request, domain, who);
}

function domainVisit(
  services: WebServices,
  request: WebRequest,
  domain: string | null,
  who: Identity | undefined,
): Visit | Promise<Visit> {
  const preferences = services.domains.preferences(domain);
  if (preferences instanceof Promise)
    return preferences.then(found => chosenVisit(services, request, domain, found, who));
  return chosenVisit(services, request, domain, preferences, who);
}

function chosenVisit(
  services: WebServices,
  request: WebRequest,
  domain: string | null,
  preferences: Dict,
  who: Identity | undefined,
): Visit | Promise<Visit> {
  const device = deviceOf(request.field('accept'), request.field('user-agent'));
  const { parameters } = request;
  const skinName = parameters.text('Skin') ?? preferenceIn(preferences, device.preference);
  const language = parameters.text('Language') ?? preferenceIn(preferences, 'Language');
  const make = (skin: SkinChoice, chosen: string | null): Visit =>
    new Visit({
      services,
      request,
      realm: who ? 'auth' : 'stateless',
      domain,
      skin,
      language: chosen,
      principal: who?.principal ?? services.accounts.nobody(domain),
      preferences,
      device,
      ...(who ? { who } : {}),
    });
  if (skinName === '' && language === '') return make({ domain, skin: '' }, null);
  return chooseSkin(services, domain, skinName).then(async skin =>
    make(skin, language === '' ? null : await chooseLanguage(services, skin, language)),
  );
}

/** A visit of the session realm. Domain, skin and language are those of the session, whatever host was used. */
export async function sessionVisit(
  services: WebServices,
  request: WebRequest,
  session: WebSession,
): Promise<Visit> {
  const { who } = session;
  const [preferences, accountSettings] = await Promise.all([
    services.accounts.preferences(who),
    services.accounts.settings(who),
  ]);
  return new Visit({
    services,
    request,
    realm: 'session',
    domain: who.domain,
    skin: { domain: who.domain, skin: session.skin },
    language: session.language,
    principal: who.principal,
    preferences,
    who,
    session,
    accountSettings,
  });
}

/** A visit of the `/sys/` realm: server-wide unnamed skin, on behalf of postmaster of the main domain. */
export async function systemVisit(services: WebServices, request: WebRequest): Promise<Visit> {
  const domain = services.domains.main();
  return new Visit({
    services,
    request,
    realm: 'sys',
    domain,
    skin: { domain: null, skin: '' },
    language: null,
    principal: await services.accounts.postmaster(),
    preferences: await services.domains.preferences(domain),
  });
}
