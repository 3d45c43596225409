/** The extension as the bytes of a .vsix file. */
export function buildExtension(): Promise<Uint8Array>;
