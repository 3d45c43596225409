/** What the store throws. Plain classes with a stable code; `host/errors` gives them numbers and statuses. */

/** Any error of the store. `code` never changes; the text says what happened and what to do. */
export class StorageError extends Error {
  readonly code: string;

  constructor(code: string, text: string, options?: ErrorOptions) {
    super(text, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** A transaction read keys that others changed, each time it was tried. The caller may try again later. */
export class StorageConflict extends StorageError {}

/** A write failed: nothing after it is accepted until the store is opened again. */
export class StorageFailed extends StorageError {}

/** The files are not what a store of this version writes. Nothing was changed. */
export class StorageDamaged extends StorageError {}

/** Another process has the store open. */
export class StorageLocked extends StorageError {}

/** The store is closed or closing. */
export class StorageClosed extends StorageError {}

/** A limit of the store was passed: sizes, number of waiting transactions, time to wait for an owner. */
export class StorageLimit extends StorageError {}

/** The caller's mistake: nested transactions, a transaction used after its end, reserved keys, wrong counts. */
export class StorageMisuse extends StorageError {}

/** No content with this identifier. */
export class BlobMissing extends StorageError {
  constructor(id: string) {
    super('blob-missing', `there is no stored content ${JSON.stringify(id.slice(0, 80))}`);
  }
}

/** The change log no longer holds what was asked for: read the state anew. `first` is the oldest kept change. */
export class ChangesTrimmed extends StorageError {
  readonly first: number;

  constructor(after: number, first: number) {
    super('changes-trimmed', `changes after ${after} are no longer kept; the oldest is ${first}`);
    this.first = first;
  }
}

/** A value that cannot be stored, or stored bytes that are no value. */
export class ValueCodecError extends StorageError {}

/** The code of an error of LevelDB or of the system, '' if it has none. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** The text of anything thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
