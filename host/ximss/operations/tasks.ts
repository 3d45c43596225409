/** Real-time tasks and meetings (ximss.md 13.5). A session takes part as a task once it asks for anything here. */
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { PosternError } from '../../errors/index.js';
import { Failure, illegal } from '../failure.js';
import type { Call, Handlers } from '../run/call.js';
import type { XimssSession } from '../session/session.js';
import type { SessionTask, TaskService } from '../world.js';
import { holderParts, readObject, readUntyped } from '../xml/object.js';
import { childrenNamed } from '../xml/query.js';
import { element } from '../xml/write.js';

const enrolled = new WeakMap<XimssSession, SessionTask>();

function service(call: Call): TaskService {
  const { tasks } = call.world;
  if (tasks === undefined) throw new PosternError('no-service', { args: ['tasks'] });
  return tasks;
}

/** The session as a task. */
function taskOf(call: Call): SessionTask {
  const { session } = call;
  const known = enrolled.get(session);
  if (known !== undefined) return known;
  const task = service(call).enroll(session.email, (from, name, parameter) => {
    const { type, content } = holderParts(parameter);
    session.notify(
      element(
        'taskEvent',
        [
          ['eventName', name],
          ['taskRef', from],
          ['type', type],
        ],
        content,
      ),
    );
  });
  enrolled.set(session, task);
  session.onEnd(() => task.end());
  return task;
}

/** The object that the request holds; null when it holds nothing. */
function parameterOf(call: Call): Value {
  if (call.request.body.length === 0) return null;
  const value = readObject(call.request);
  if (value === undefined) throw illegal('illegal parameter');
  return value;
}

const placeOf = (call: Call): [Bytes, Bytes] => [call.need('meetingSet'), call.need('meetingName')];

async function taskStart(call: Call): Promise<void> {
  const parameters = childrenNamed(call.request, 'param').map(param => {
    const value = readUntyped(param);
    if (value === undefined) throw illegal('illegal parameter');
    return value;
  });
  const { record } = call.session;
  const entry = call.filled('entry') ?? 'main';
  const reference = await service(call).start(record, call.need('programName'), entry, parameters);
  if (reference === null) throw new Failure('unknown program', 568);
  call.send('taskStarted', [['taskRef', reference]]);
}

function taskFindMeeting(call: Call): void {
  const [set, name] = placeOf(call);
  const found = taskOf(call).find(set, name);
  if (found === null) throw new PosternError('meeting-unknown');
  const { type, content } =
    found.parameter === null ? { type: null, content: '' } : holderParts(found.parameter);
  call.send(
    'taskMeeting',
    [
      ['meetingSet', set],
      ['meetingName', name],
      ['taskRef', found.task],
      ['type', type],
    ],
    content,
  );
}

function taskCreateMeeting(call: Call): void {
  taskOf(call).create(...placeOf(call), parameterOf(call));
}

function taskActivateMeeting(call: Call): void {
  taskOf(call).activate(...placeOf(call), parameterOf(call));
}

function taskDeactivateMeeting(call: Call): void {
  taskOf(call).deactivate(...placeOf(call), parameterOf(call));
}

function taskClearMeeting(call: Call): void {
  taskOf(call).clear(...placeOf(call));
}

function taskRemoveMeeting(call: Call): void {
  taskOf(call).remove(...placeOf(call));
}

function taskSendEvent(call: Call): void {
  const sent = taskOf(call).send(call.need('taskRef'), call.need('eventName'), parameterOf(call));
  if (!sent) throw new PosternError('object-unknown');
}

export const TASKS_HANDLERS: Handlers = {
  taskStart,
  taskFindMeeting,
  taskCreateMeeting,
  taskActivateMeeting,
  taskDeactivateMeeting,
  taskClearMeeting,
  taskRemoveMeeting,
  taskSendEvent,
};
