import { compile, Kernel, machineWith, start } from '../lib/guest.mjs';
import { interleave, median } from '../lib/measure.mjs';

const TASKS = 10_000;
const MB = 1 << 20;

/** A task as programs have them: three sections deep, with variables, waiting for events. */
const PROGRAM = `function inner(n) is
  loop e = ReadInput(60); exitif IsDictionary(e); n += 1; end loop;
  return n;
end function;
procedure middle(n) is Void(inner(n)); end procedure;
entry Main is n = 5; text = "a text"; middle(n); end entry;
`;

export default {
  id: 'G7',
  title: '10,000 tasks that wait',
  figures: {
    'in one sandbox, MB': { atMost: 16 },
    'each isolated, MB': { atMost: 1024 },
    'suspend and resume in one sandbox, µs': { atMost: 5 },
    'swap in and resume, isolated, µs': { atMost: 50 },
  },
  async measure() {
    const { machine, image } = await machineWith(compile(PROGRAM), { memory: 128 * MB });
    const before = machine.used;
    for (let slot = 0; slot < TASKS; slot++) start(machine, 'main', null, slot);
    const inOne = (machine.used - before) / MB;
    let slot = 0;
    const resumed = interleave({
      resume: () => {
        slot = (slot + 7919) % TASKS;
        machine.call(Kernel.Resume, slot, null);
      },
    });
    // Isolated: each task has a sandbox of its own, kept as what differs from the image.
    const sizes = [];
    const deltas = [];
    for (let i = 0; i < 64; i++) {
      machine.install(image);
      start(machine, 'main');
      const delta = machine.suspend(image);
      deltas.push(delta);
      sizes.push(delta.size);
    }
    let at = 0;
    const isolated = interleave({
      swapIn: () => {
        at = (at + 1) % deltas.length;
        machine.resume(image, deltas[at]);
        machine.call(Kernel.Resume, 0, null);
      },
    });
    return {
      'in one sandbox, MB': inOne,
      'each isolated, MB': (median(sizes) * TASKS) / MB,
      'suspend and resume in one sandbox, µs': resumed.us('resume'),
      'swap in and resume, isolated, µs': isolated.us('swapIn'),
      about: `${((inOne * MB) / TASKS).toFixed(0)} bytes a task, ${(median(sizes) / 1024).toFixed(0)} KB isolated`,
    };
  },
};
