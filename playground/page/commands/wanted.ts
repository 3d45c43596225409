/** Commands that few visits use: one part, loaded at the first of them. */
import { Tour } from '../ui/tour.js';
import type { Desk } from './desk.js';
import { Exchange } from './exchange.js';
import { Symbols } from './symbols.js';

export interface Wanted {
  readonly symbols: Symbols;
  readonly exchange: Exchange;
  readonly tour: Tour;
}

export function wanted(desk: Desk): Wanted {
  return {
    symbols: new Symbols(desk),
    exchange: new Exchange(desk),
    tour: new Tour((workspace, isFirst) =>
      isFirst ? desk.replace(workspace, 'The tour is open.') : desk.parts.store.open(workspace),
    ),
  };
}
