/** What the host is told about an error: code, message, stack and arguments, joined by zero bytes. */

/** Units that are no bytes cannot cross. */
const bytes = (text: unknown): string =>
  typeof text === 'string' ? text.replace(/[^\x01-\xff]/g, '?') : typeof text === 'number' ? `${text}` : '';

export function explain(error: unknown): string {
  if (typeof error !== 'object' || error === null) return `\0${bytes(error)}\0`;
  const { code, message, stack, args } = error as Record<string, unknown>;
  const parts = [bytes(code), bytes(message), bytes(stack)];
  if (Array.isArray(args)) for (const arg of args) parts.push(bytes(arg));
  return parts.join('\0');
}
