/** Public info: `publicinfo.wssp` (webapp.md D15). */
import { type Bytes, dictOf, dictSet, type Value } from '../../../stdlib/values/index.js';
import { look } from '../../../stdlib/wssp/index.js';
import { report, WebError } from './errorcode.js';
import type { SessionComponent } from './types.js';

export const publicInfo: SessionComponent = async (visit, dataset) => {
  const { services, request, webSession } = visit;
  const { parameters } = request;
  const { who } = webSession;
  const names = await services.accounts.publicInfoNames();
  if (parameters.has('Update')) {
    await report(dataset, async () => {
      const values: [Bytes, Bytes | null][] = [];
      for (const id of parameters.texts('ID')) {
        const name = parameters.text(`N${id}`);
        if (name === null) continue;
        if (!names.includes(name)) throw new WebError('Unknown Public Info Attribute');
        values.push([name, parameters.textOr(`V${id}`) || null]);
      }
      await services.accounts.updatePublicInfo(who, values);
      dictSet(dataset, 'messageCode', 'Updated');
    });
  }
  const settings = await services.accounts.settings(who);
  const list: Value[] = names.map((name, at) =>
    dictOf([
      ['id', String(at)],
      ['name', name],
      ['value', look(settings, name)],
    ]),
  );
  dictSet(dataset, 'publicInfo', list);
};
