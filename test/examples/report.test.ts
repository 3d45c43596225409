/** The report: sums, the CSV file, hostile cells. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SYSTEM } from '../../host/objects/api.js';
import { type Site, startSite } from './server.js';

let site: Site;

beforeAll(async () => {
  site = await startSite('report');
});
afterAll(() => site.stop());

const csv = [
  'Month,North,South,West,Total',
  '2026-09,1200.00,450.50,0.00,1650.50',
  '2026-10,0.00,75.05,2500.00,2575.05',
  '2026-11,880.00,0.00,1200.99,2080.99',
];

it('adds up by month and region', async () => {
  const { status, headers, text } = await site.get('/report.wcgp?format=csv');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/^text\/csv/);
  expect(headers.get('content-disposition')).toBe('attachment; filename="sales.csv"');
  expect(text).toBe(csv.map(line => `${line}\r\n`).join(''));
});

it('shows the same as a page', async () => {
  const { text } = await site.get('/report.wcgp');
  expect(text).toContain('<th scope="row">2026-10</th>');
  expect(text).toContain('<td class="number">2575.05</td>');
});

it('sees a new file at once, and skips lines that are no sales', async () => {
  const lines = '2026-12-01,East,1\nnonsense\n2026-12-02,East,-101\n2026-13,East,5\n';
  await site.server.objects.skins.storeFile(SYSTEM, null, '', 'sales.txt', Buffer.from(lines));
  const { text } = await site.get('/report.wcgp?format=csv');
  expect(text).toBe('Month,East,Total\r\n2026-12,-1.00,-1.00\r\n');
});
