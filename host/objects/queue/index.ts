/** The queue, for the faces and for delivery. */
export { Queue } from './queue.js';
export type { QueuedMessage, QueueLine, Recipient } from './types.js';
