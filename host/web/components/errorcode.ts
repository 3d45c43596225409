/** How components report (webapp.md D1): `errorCode` with the text of an error that pages translate. */
import { type Bytes, type Dict, dictSet, encodeUtf8 } from '../../../stdlib/values/index.js';
import { PosternError } from '../../errors/index.js';

/** A failure that only pages know; its text is the `errorCode`. */
export class WebError extends Error {
  override readonly name = 'WebError';
}

/** Texts of the manual for errors that pages ask for by name (webapp.md C1); every other error has its own text. */
const names: Readonly<Record<number, Bytes>> = {
  513: 'Unknown Account',
  515: 'Incorrect Password',
};

/** The `errorCode` of an error. */
export function errorCodeOf(error: PosternError | WebError): Bytes {
  if (error instanceof WebError) return error.message;
  return names[error.number] ?? encodeUtf8(error.message);
}

/** True when the login page should offer to recover the password. */
export function mayBeForgotten(error: PosternError): boolean {
  return names[error.number] !== undefined;
}

/** Runs an action; a failure becomes the `errorCode` of the dataset. */
export async function report(dataset: Dict, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof PosternError) && !(error instanceof WebError)) throw error;
    dictSet(dataset, 'errorCode', errorCodeOf(error));
  }
}
