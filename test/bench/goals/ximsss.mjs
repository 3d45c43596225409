import { interleaveFigures, median } from '../lib/measure.mjs';
import { documentClient, session, startProcess } from '../lib/ximss.mjs';

const IDLE = 5000;
const WATCHERS = 1000;
const SHOWN = 100;

/** Logs so many in, some at a time. */
async function sessions(port, count) {
  const clients = [];
  while (clients.length < count) {
    const piece = Math.min(100, count - clients.length);
    clients.push(...(await Promise.all(Array.from({ length: piece }, () => session(port)))));
  }
  return clients;
}

/** Milliseconds until every watching session has heard of one change of a flag. */
async function changeMs(ximss, clients) {
  const heard = Promise.all(clients.map(client => client.expect(1)));
  const start = performance.now();
  await ximss.ask('flag');
  await heard;
  const took = performance.now() - start;
  // synchronised views hear of the next change
  await Promise.all(clients.map(client => client.send('<folderSync id="s" folder="v"/>\0', 2)));
  return took;
}

/** The reports of a mailbox, written from memory: what folderBrowse has to do at least. */
function serialise(rows) {
  let text = '';
  const escaped = value =>
    value.replace(/[&<>]/g, symbol => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[symbol]);
  rows.forEach((row, at) => {
    text += `<folderReport id="b" folder="v" index="${at}" UID="${row.uid}">`;
    for (const [name, value, attributes] of row.fields) {
      text += `<${name}`;
      for (const [key, shown] of attributes) text += ` ${key}="${escaped(shown)}"`;
      text += value === '' ? '/>' : `>${escaped(value)}</${name}>`;
    }
    text += '</folderReport>\0';
  });
  return text;
}

const ROWS = Array.from({ length: SHOWN }, (_, i) => ({
  uid: i + 1,
  fields: [
    ['FLAGS', '', []],
    ['E-From', `person${i}@main.test`, [['realName', `Person ${i}`]]],
    ['Subject', `Message number ${i}`, []],
    ['INTERNALDATE', '20260301T080000Z', [['localTime', '20260301T080000']]],
    ['SIZE', '180', []],
  ],
}));

const OPEN =
  '<folderOpen id="o" folder="v" mailbox="INBOX"><field>FLAGS</field><field>E-From</field><field>Subject</field><field>INTERNALDATE</field><field>SIZE</field></folderOpen>\0';
const BROWSE = `<folderBrowse id="b" folder="v"><index from="0" till="${SHOWN - 1}"/></folderBrowse>\0`;

export default {
  id: 'XIMSSS',
  title: 'XIMSS sessions: idle ones, browsing, one change that many watch',
  figures: {
    'KB of an idle logged-in TCP session': { atMost: 60 },
    'ms until 1,000 watching sessions heard of a flag': { atMost: 250 },
    'folderBrowse of 100 headers / the same XML from memory': { atMost: 3 },
  },
  async measure() {
    const ximss = await startProcess('ximss', { messages: SHOWN });
    const browser = await session(ximss.port);
    await browser.send(OPEN, 2);
    const echo = await startProcess('documents');
    const peer = await documentClient(echo.port);
    // both sides carry the same bytes over the wire, so that what differs is the making of them
    const rounds = 20;
    const browse = await interleaveFigures(
      {
        memory: async () => {
          const start = performance.now();
          for (let i = 0; i < rounds; i++) await peer.send(serialise(ROWS), SHOWN);
          return (performance.now() - start) / rounds;
        },
        browse: async () => {
          const start = performance.now();
          for (let i = 0; i < rounds; i++) await browser.send(BROWSE, SHOWN + 1);
          return (performance.now() - start) / rounds;
        },
      },
      { rounds: 9 },
    );
    for (const one of [browser, peer]) one.close();
    await echo.stop();
    const warm = await sessions(ximss.port, 50);
    for (const one of warm) one.close();
    const before = await ximss.ask('memory');
    const idle = await sessions(ximss.port, IDLE);
    const after = await ximss.ask('memory');
    for (const one of idle) one.close();
    const watchers = await sessions(ximss.port, WATCHERS);
    await Promise.all(watchers.map(client => client.send(OPEN, 2)));
    const times = [];
    for (let i = 0; i < 7; i++) times.push(await changeMs(ximss, watchers));
    for (const one of watchers) one.close();
    await ximss.stop();
    const kilobytes = (after.rss - before.rss) / IDLE / 1024;
    return {
      'KB of an idle logged-in TCP session': kilobytes,
      'ms until 1,000 watching sessions heard of a flag': median(times.slice(1)),
      'folderBrowse of 100 headers / the same XML from memory': browse.ratio('browse', 'memory'),
      about: `${((after.used - before.used) / IDLE / 1024).toFixed(1)} KB of them in JavaScript; browse ${browse.us('browse').toFixed(2)} ms, memory ${browse.us('memory').toFixed(2)} ms`,
    };
  },
};
