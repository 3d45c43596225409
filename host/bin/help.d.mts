/** Every command: how it is called, and one line about it. */
export const commands: Readonly<Record<string, readonly [usage: string, about: string]>>;
export const help: string;
/** What is said about a command that does not exist. */
export function unknownCommand(name: string): string;
