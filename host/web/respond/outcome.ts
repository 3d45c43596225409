/** Sends what the application runner made of a request. */
import type { AppOutcome } from '../../apps/types.js';
import type { Visit } from '../skin/visit.js';
import { sendErrorPage } from './errorpage.js';
import { sendFailure } from './failure.js';
import { sendResponse } from './response.js';

/** Sends an outcome: 404 for what is not there, 500 for what failed. */
export async function sendOutcome(visit: Visit, outcome: AppOutcome): Promise<void> {
  switch (outcome.kind) {
    case 'response':
      return sendResponse(visit, outcome.response);
    case 'failed':
      return sendFailure(visit, outcome.failure);
    default:
      return sendErrorPage(visit, 'notfound');
  }
}
