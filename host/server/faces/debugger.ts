/** Debug adapters of administrators at `/Admin/Debug/` of the user listeners. */
import { makeRecording } from '../../apps/recordings/make.js';
import { DebugSocket } from '../../web/debug/socket.js';
import { originOf } from './origin.js';
import type { Face, FaceHost } from './types.js';

export function debuggerFace(host: FaceHost): Face {
  const { web, settings, debuggers, openDebugSandboxes, debugUnits, version } = host;
  const socket = new DebugSocket({
    services: web,
    isOn: () => settings.Debugger,
    door: {
      attach: (filter, maySee, send) =>
        debuggers.attach(
          {
            units: debugUnits,
            openSandboxes: openDebugSandboxes,
            limits: () => ({ pause: settings.DebuggerPause, run: settings.DebuggerTime }),
            maySee,
            send,
            recording: async (context, file, recording) => {
              const failure = { code: '', number: 0, message: '', file, line: 0, column: 0, codeFrame: null };
              const made = await makeRecording(
                { context, file, failure, recording },
                debugUnits.skins,
                version,
              );
              return made.bytes;
            },
          },
          filter,
        ),
      detach: (attachment, message) => debuggers.detach(attachment, message),
    },
  });
  return {
    name: 'debugger',
    upgrade: (request, raw, head) => socket.upgrade(request, raw, head, () => originOf(host, request)),
    close: async () => {
      socket.close();
      await debuggers.close();
    },
  };
}
