/** What one request may bring. The server fills these from its settings; every limit has its own refusal. */
export interface WebLimits {
  /** Request target in bytes: 414. */
  readonly urlBytes: number;
  /** Header fields of a request: 431. Their size is the business of the listener. */
  readonly headerFields: number;
  /** Request body in bytes: 413. */
  readonly bodyBytes: number;
  /** Bodies of all running requests together in bytes: 503. */
  readonly bodyMemory: number;
  /** One uploaded file in bytes: 413. */
  readonly uploadBytes: number;
  /** Parameters of URL and form together, and parts of a multipart form: 400. */
  readonly parameters: number;
  /** Name of a parameter in bytes: 400. */
  readonly nameBytes: number;
  /** Header of one part of a multipart form in bytes: 400. */
  readonly partHeaderBytes: number;
  /** What an interrupted request may carry over a new login in bytes (webapp.md C1). */
  readonly restoreBytes: number;
  /** Seconds that browsers may keep files of `/SkinFiles/`. */
  readonly fileAge: number;
}

/** The limits of a server without settings of its own. */
export const defaultWebLimits: WebLimits = {
  urlBytes: 8 * 1024,
  headerFields: 100,
  bodyBytes: 32 * 1024 * 1024,
  bodyMemory: 256 * 1024 * 1024,
  uploadBytes: 32 * 1024 * 1024,
  parameters: 10_000,
  nameBytes: 1024,
  partHeaderBytes: 16 * 1024,
  restoreBytes: 1024 * 1024,
  fileAge: 3600,
};
