import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dictOf } from '../../../stdlib/values/dict.js';
import { renderInSandbox } from '../../conformance/kinds/wsspsandbox.js';
import { datasets, nodes, pageText } from './support/oracle.js';
import { renderPage } from './support/render.js';

test('random pages are the same in the sandbox', async () => {
  const strings = dictOf([
    ['a', 'text <a>'],
    ['b', 12],
  ]);
  await fc.assert(
    fc.asyncProperty(nodes, nodes, datasets, async (main, part, data) => {
      const files = {
        'a.wssp': pageText(main),
        'p.wssi': pageText(part.filter(n => !pageText([n]).includes('INCLUDE'))),
        'q.wssi': '%%x[]%%',
      };
      const expected = renderPage('a.wssp', files, data, { strings });
      fc.pre(expected.length < 100_000);
      expect(await renderInSandbox('a.wssp', files, data, { strings })).toBe(expected);
    }),
    { numRuns: 60 },
  );
});
