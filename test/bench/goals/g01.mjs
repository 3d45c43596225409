import { compile, machineWith, start } from '../lib/guest.mjs';
import { interleave } from '../lib/measure.mjs';

/** About 300 to 500 microseconds of what pages do: texts, dictionaries, arrays. */
const WORK = `entry Main is
  rows = NewArray();
  for i = 0 while i < 60 by i += 1 loop
    d = NewDictionary(); d.id = i; d.name = "customer " + String(i); d.city = "Town " + String(i % 7);
    AddElement(rows, d);
  end loop;
  s = "";
  for i = 0 while i < Length(rows) by i += 1 loop
    r = rows[i];
    s += "<tr><td>" + String(r.id) + "</td><td>" + r.name + "</td><td>" + ToUpperCase(r.city) + "</td></tr>";
  end loop;
  SetHTTPResponseData(s);
end entry;
`;

export default {
  id: 'G1',
  title: 'a fresh sandbox beside a warm one',
  figures: {
    'fresh / warm, for 300 µs of work or more': { atMost: 1.15 },
    'fresh copy, µs, hot': { atMost: 15 },
  },
  async measure() {
    const { machine, image } = await machineWith(compile(WORK));
    const result = interleave({
      warm: () => start(machine, 'main'),
      fresh: () => {
        machine.install(image);
        start(machine, 'main');
      },
      copy: () => machine.install(image),
    });
    return {
      'fresh / warm, for 300 µs of work or more': result.ratio('fresh', 'warm'),
      'fresh copy, µs, hot': result.us('copy'),
      about: `warm ${result.us('warm').toFixed(0)} µs, fresh ${result.us('fresh').toFixed(0)} µs, image ${(image.size / 1024).toFixed(0)} KB`,
    };
  },
};
