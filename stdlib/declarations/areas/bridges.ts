/** Built-ins of real-time tasks: bridges, transfer, requests inside a call (cgpl.md appendix A). */
import { area } from '../rows.js';

const bridge = area('bridge', 'pbx');
const transfer = area('transfer', 'pbx');
const info = area('info', 'pbx');

export const BRIDGES = [
  bridge.fn(
    239,
    'pbx',
    'StartBridge(task)',
    'null or string',
    'Offers the media of the peer to a task. A string is an error.',
  ),
  bridge.fn(240, 'pbx', 'IsStartBridgeEvent(x)', 'boolean', 'Is it such an offer?'),
  bridge.fn(
    241,
    'pbx',
    'RejectBridge(event, error)',
    'null or string',
    'Refuses the offer. A string is an error.',
  ),
  bridge.fn(242, 'pbx', 'AcceptBridge(event)', 'null or string', 'Accepts the offer. A string is an error.'),
  bridge.fn(243, 'pbx', 'BreakBridge()', 'null or string', 'Takes the bridge away. A string is an error.'),
  bridge.fn(244, 'pbx', 'IsBreakBridgeEvent(x)', 'boolean', 'Did the other side break the bridge?'),
  bridge.fn(
    245,
    'pbx',
    'AttachMixer(event)',
    'null or string',
    'Takes the peer of the sender into the own mixer. A string is an error.',
  ),
  bridge.fn(
    246,
    'pbx',
    'DetachMixer(task)',
    'null or string',
    'Gives a peer back; null for all. A string is an error.',
  ),
  bridge.fn(247, 'pbx', 'MixerAttached()', 'array or null', 'Tasks with peers in the mixer.'),
  bridge.proc(248, 'pbx', 'MuteMixer(task, flag)', 'Mutes a peer in the mixer.'),
  bridge.fn(
    249,
    'pbx',
    'StartBridgedCall(destination, event)',
    'null or string',
    'Starts a call with the offered media. A string is an error.',
  ),
  transfer.fn(250, 'pbx', 'TransferSupported()', 'boolean', 'Can the peer be transferred?'),
  transfer.fn(251, 'pbx', 'IsCallTransferredEvent(x)', 'boolean', 'Was the peer replaced?'),
  transfer.fn(
    252,
    'pbx',
    'TransferCall(destination)',
    'null or string',
    'Transfers the peer. A string is an error.',
  ),
  transfer.fn(
    253,
    'pbx',
    'StartTransfer(task)',
    'null or string',
    'Asks a task to join the peers. A string is an error.',
  ),
  transfer.fn(254, 'pbx', 'IsStartTransferEvent(x)', 'boolean', 'Is it such a request?'),
  transfer.fn(
    255,
    'pbx',
    'RejectTransfer(event, error)',
    'null or string',
    'Refuses the request. A string is an error.',
  ),
  transfer.fn(
    256,
    'pbx',
    'AcceptTransfer(event)',
    'null or string',
    'Joins the peers. A string is an error.',
  ),
  info.fn(
    257,
    'pbx',
    'SendCallInfo(params)',
    'null or string',
    'Sends INFO to the peer. A string is an error.',
  ),
  info.fn(258, 'pbx', 'IsCallInfoEvent(x)', 'boolean', 'Is it an INFO request?'),
  info.fn(
    259,
    'pbx',
    'SendCallOptions(params)',
    'null or string',
    'Sends OPTIONS to the peer. A string is an error.',
  ),
  info.fn(260, 'pbx', 'SignalOption(name[, value])', 'any', 'Reads, and sets, a signal option.'),
  info.fn(
    261,
    'pbx',
    'SendCallNotify(params)',
    'null or string',
    'Sends NOTIFY to anybody. A string is an error.',
  ),
  info.fn(262, 'pbx', 'IsInstantMessageEvent(x)', 'boolean', 'Is it an instant message?'),
  info.fn(263, 'pbx', 'IsXMPPIQEvent(x)', 'boolean', 'Is it an XMPP request or presence?'),
];
