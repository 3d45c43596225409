/** The queue of messages (cli.md 7.21). */
import { area } from '../command.js';

export const QUEUE = area('queue', {
  RELEASESMTPQUEUE: {
    tier: 2,
    syntax: 'queueName',
    output: 'none',
    right: 'Monitor',
  },
  REJECTQUEUEMESSAGE: {
    tier: 2,
    syntax: 'messageID [REPORT errorText]',
    reads: 'messageID [REPORT] [errorText]',
    output: 'none',
    right: 'CanRejectQueues',
  },
  REJECTQUEUEMESSAGES: {
    tier: 2,
    syntax: 'SENDER authedSender [REPORT errorText]',
    reads: 'SENDER authedSender [REPORT] [errorText]',
    output: 'none',
    right: 'CanRejectQueues',
  },
  GETMESSAGEQUEUEINFO: {
    tier: 2,
    syntax: 'moduleName QUEUE queueName',
    output: 'dictionary',
    right: 'Monitor',
  },
});
