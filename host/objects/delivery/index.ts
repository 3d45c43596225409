/** Delivery, for the faces. */
export { Delivery, type DeliveryDeps } from './delivery.js';
export { relayOf } from './relay.js';
export type { Outcome, Submission } from './types.js';
