/** Who may post, and what the owner sees first. */
import type { Bytes } from '../../../stdlib/values/types.js';
import type { Subscriber } from './types.js';

export type Verdict = 'pass' | 'moderate' | 'refuse';

/**
 * What happens to a posting. The owner approves a moderated one by sending it again to the list.
 * @param policy setting `Postings` of the list
 */
export function verdictOf(subscriber: Subscriber | null, policy: Bytes): Verdict {
  const isMember = subscriber !== null && subscriber.mode !== 'subscribe' && subscriber.mode !== 'banned';
  if (subscriber?.mode === 'banned' || subscriber?.posting === 'prohibited') return 'refuse';
  const word = policy.toLowerCase();
  if (word.includes('owner')) return 'refuse';
  if (isMember && subscriber.posting === 'unmoderated') return 'pass';
  if (isMember && subscriber.posting === 'moderateall') return 'moderate';
  if (isMember && typeof subscriber.posting === 'number' && subscriber.posts < subscriber.posting)
    return 'moderate';
  if (word.startsWith('moderated')) return 'moderate';
  if (isMember || word.includes('anybody')) return 'pass';
  return word.includes('guests') ? 'moderate' : 'refuse';
}
