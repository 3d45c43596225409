/** What a code component is: it acts on the parameters of a request and makes the dataset of a page. */
import type { Dict } from '../../../stdlib/values/types.js';
import type { HeaderList } from '../../apps/types.js';
import type { WebSession } from '../services.js';
import type { Visit } from '../skin/visit.js';

/** What a component wants to be sent. */
export type ComponentResult =
  | {
      /** A page of the skin: name in small letters with extension. */
      readonly page: string;
      readonly dataset: Dict;
      readonly fields?: HeaderList;
    }
  | { readonly redirect: string; readonly fields?: HeaderList };

/** A component of a stateless page. */
export type StatelessComponent = (visit: Visit) => Promise<ComponentResult>;

/** A visit of the session realm. */
export type SessionVisit = Visit & { readonly webSession: WebSession };

/** A component of a session page: fills the dataset; the page has the name of the component. */
export type SessionComponent = (visit: SessionVisit, dataset: Dict) => Promise<void>;
