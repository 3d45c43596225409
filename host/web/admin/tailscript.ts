/** The script of the log page: adds the records that come. Served as a file, since the policy allows no other scripts. */
export const tailScript = `
const list = document.getElementById('records');
const state = document.getElementById('state');
const MOST = 2000;
const names = ['crash', 'failure', 'major', 'problem', 'low', 'all'];
let source = null;
function cell(row, text, className) {
  const item = document.createElement('td');
  item.className = className;
  item.textContent = text;
  row.append(item);
}
function add(record) {
  const row = document.createElement('tr');
  const time = new Date(record.time);
  cell(row, time.toISOString().slice(11, 23), 'time');
  cell(row, names[record.level] || '', 'level');
  cell(row, record.app ? record.tag + ' ' + record.app : record.tag, 'name');
  cell(row, record.text, 'text');
  list.prepend(row);
  while (list.rows.length > MOST) list.deleteRow(-1);
}
function follow() {
  source = new EventSource(list.dataset.stream);
  source.onopen = () => { state.textContent = 'New records appear on top.'; };
  source.onmessage = event => add(JSON.parse(event.data));
  source.addEventListener('dropped', event => { state.textContent = event.data + ' records came too fast and are only in the log file.'; });
  source.onerror = () => {
    state.textContent = source.readyState === EventSource.CLOSED ? 'The connection has ended: load the page again.' : 'Connecting again…';
  };
}
const button = document.getElementById('pause');
button.hidden = false;
button.addEventListener('click', () => {
  if (source) { source.close(); source = null; button.textContent = 'Go on'; state.textContent = 'Paused.'; }
  else { follow(); button.textContent = 'Pause'; }
});
follow();
`;
