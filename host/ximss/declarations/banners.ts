/** Declared operations: banners. */
import { type Declaration, need } from './types.js';

export const BANNERS: readonly Declaration[] = [
  {
    name: 'bannerRead',
    tier: 2,
    summary: 'Asks the banner helper for content to show.',
    attributes: [need('type', 'application-defined banner place')],
    body: 'optional parameters in object form',
    data: ['banner'],
    errors: [['no banner system', 529]],
  },
];
