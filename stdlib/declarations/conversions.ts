/** Which formats of `Convert` need the server (spec: cgpl.md section 14.10). */

/** True for the formats that the main thread answers: look-ups of names, and nonces, whose key it alone has. */
export const conversionWaits = (format: string): boolean => /^(?:dns-|(?:gen|check)nonce$)/i.test(format);
