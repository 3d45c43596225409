export interface CountingProxy {
  readonly port: number;
  /** Bytes of all answers so far. */
  readonly bytes: number;
  close(): void;
}
export function countingProxy(port: number): Promise<CountingProxy>;
