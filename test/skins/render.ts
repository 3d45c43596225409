/** Renders pages of the stock skins as the server would, without a server. */
import { decodeUtf8, type Value } from '../../stdlib/values/index.js';
import { renderPage } from '../compiler/wssp/support/render.js';
import { readDataset, textsOf, visibleFiles } from './load.js';

/** One page in one situation. Texts are in Data format. */
export interface Scene {
  readonly page: string;
  readonly dataset: string;
  /** Session dataset; null for stateless pages. */
  readonly session: string | null;
}

const zones = ['Europe/Berlin', 'Europe/Paris', 'America/New_York'];

/** The page as Unicode text. */
export function renderScene(scene: Scene, skin: string, language: string | null): string {
  const strings = textsOf(skin, language);
  const filesRef = `/SkinFiles/example.test/${skin}/`;
  const generic: readonly string[] =
    scene.session === null
      ? [
          `filesRef="${filesRef}"; serverName="example.test"; domainName="example.test"; charset="utf-8";`,
          skin === '' ? '' : `skinName=${skin};`,
          language === null ? '' : `language=${language};`,
        ]
      : ['charset="utf-8";'];
  const dataset = readDataset(`{${generic.join('')}${scene.dataset.slice(1)}`);
  const session: Value =
    scene.session === null
      ? null
      : readDataset(
          `{filesRef="${filesRef}";${skin === '' ? '' : `skinName=${skin};`}${scene.session.slice(1)}`,
        );
  const page = renderPage(scene.page, visibleFiles(skin), dataset, {
    strings,
    session,
    settings: readDataset('{Language=english;}'),
    accountSettings: session === null ? null : readDataset('{RealName="Anna Berg";}'),
    host: {
      language: () => language,
      timeZone: () => 'Europe/Berlin',
      timeZones: () => zones,
      requestResource: () => '/',
    },
  });
  return decodeUtf8(page);
}
