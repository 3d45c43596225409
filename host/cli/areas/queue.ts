/** The queue of messages (cli.md 7.21). */
import { area } from '../command.js';

export const QUEUE = area('queue', {
  RELEASESMTPQUEUE: {
    tier: 2,
    syntax: 'queueName',
    output: 'none',
    right: 'Monitor',
    run: ({ who, objects }, a) => objects.queue.release(who, a.word('queueName')),
  },
  REJECTQUEUEMESSAGE: {
    tier: 2,
    syntax: 'messageID [REPORT errorText]',
    reads: 'messageID [REPORT] [errorText]',
    output: 'none',
    right: 'CanRejectQueues',
    run: ({ who, objects }, a) => objects.queue.reject(who, a.word('messageID'), a.optional('errorText')),
  },
  REJECTQUEUEMESSAGES: {
    tier: 2,
    syntax: 'SENDER authedSender [REPORT errorText]',
    reads: 'SENDER authedSender [REPORT] [errorText]',
    output: 'none',
    right: 'CanRejectQueues',
    run: ({ who, objects }, a) =>
      objects.queue.rejectBySender(who, a.word('authedSender'), a.optional('errorText')),
  },
  GETMESSAGEQUEUEINFO: {
    tier: 2,
    syntax: 'moduleName QUEUE queueName',
    output: 'dictionary',
    right: 'Monitor',
    run: ({ who, objects }, a) => objects.queue.info(who, a.word('moduleName'), a.word('queueName')),
  },
});
