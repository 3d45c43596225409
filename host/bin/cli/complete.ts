/** Completion of commands, keywords and names of objects on the command line for people. */
import { parse } from '../../../stdlib/data/index.js';
import { dictKeys } from '../../../stdlib/values/dict.js';
import { isArray, isDict } from '../../../stdlib/values/is.js';
import type { Bytes } from '../../../stdlib/values/types.js';
import { decodeUtf8, encodeUtf8 } from '../../../stdlib/values/utf8.js';
import type { Command } from '../../cli/command.js';
import { commandTable, SUPPORTED } from '../../cli/table.js';
import type { PwdReply } from './pwdclient.js';

/** Runs a command for the names in its answer. */
export type Ask = (command: Bytes) => Promise<PwdReply>;

/** Commands that list the objects a placeholder may name; `domain` is asked for names with `@`. */
const LISTS: readonly { readonly placeholder: RegExp; readonly command: string; readonly domains?: true }[] =
  [
    { placeholder: /domainname$/i, command: 'LISTDOMAINS', domains: true },
    { placeholder: /accountname$/i, command: 'LISTACCOUNTS' },
    { placeholder: /groupname$/i, command: 'LISTGROUPS' },
    { placeholder: /forwardername$/i, command: 'LISTFORWARDERS' },
    { placeholder: /listname$/i, command: 'LISTLISTS' },
    { placeholder: /taskname$/i, command: 'LISTDOMAINNAMEDTASKS' },
    { placeholder: /modulename$/i, command: 'LISTMODULES', domains: true },
  ];

/** Names in the answer to a listing command. */
async function namesFrom(ask: Ask, command: string): Promise<string[]> {
  const reply = await ask(encodeUtf8(command));
  const result = reply.code === 201 ? parse(reply.text) : null;
  if (result?.ok !== true) return [];
  const { value } = result;
  const names = isDict(value) ? dictKeys(value) : isArray(value) ? value : [];
  return names.filter(name => typeof name === 'string').map(name => decodeUtf8(name));
}

/** The placeholder that the next item stands for, and the keywords that may stand there instead. */
function expected(
  command: Command,
  items: readonly string[],
): { placeholder: string | null; keywords: string[] } {
  const { positionals, keywords } = command.items;
  const used = new Set<number>();
  let next = 0;
  let value: string | null = null;
  for (const item of items) {
    if (value !== null) {
      value = null;
      continue;
    }
    const slot = positionals[next];
    const keyword = slot?.leading === true && !slot.optional ? undefined : keywords.get(item.toUpperCase());
    if (keyword !== undefined) {
      used.add(keyword.set);
      value = keyword.values[0]?.name ?? null;
    } else next++;
  }
  if (value !== null) return { placeholder: value, keywords: [] };
  const free = [...keywords.values()].filter(keyword => !used.has(keyword.set)).map(keyword => keyword.word);
  const slot = positionals[next];
  const only = slot?.leading === true && !slot.optional;
  return { placeholder: slot?.name ?? null, keywords: only ? [] : free };
}

async function objectNames(placeholder: string, word: string, ask: Ask): Promise<string[]> {
  const list = LISTS.find(each => each.placeholder.test(placeholder));
  if (list === undefined) return [];
  const at = word.indexOf('@');
  if (list.domains === true || at < 0) return namesFrom(ask, list.command);
  const [name, domain] = [word.slice(0, at), word.slice(at + 1)];
  const domains = await namesFrom(ask, 'LISTDOMAINS');
  if (!domains.includes(domain)) return domains.map(each => `${name}@${each}`);
  return (await namesFrom(ask, `${list.command} ${domain}`)).map(each => `${each}@${domain}`);
}

/**
 * What may stand at the end of a line.
 * @returns the candidates, and the part of the line that they replace
 */
export async function complete(line: string, ask: Ask): Promise<[string[], string]> {
  const words = line.replace(/^ +/, '').split(/ +/);
  const word = words.pop() ?? '';
  const starts = (candidates: readonly string[]): string[] =>
    candidates.filter(each => each.toLowerCase().startsWith(word.toLowerCase()));
  const [name, ...items] = words;
  if (name === undefined) return [starts([...SUPPORTED, 'EXIT', 'HELP']), word];
  const command = commandTable.find(each => each.name === name.toUpperCase());
  if (command === undefined) return [[], word];
  const { placeholder, keywords } = expected(command, items);
  const names = placeholder === null ? [] : await objectNames(placeholder, word, ask).catch(() => []);
  return [starts([...keywords, ...names]), word];
}
