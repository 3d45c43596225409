/**
 * Server strings (admin.md 7): texts that an administrator puts in place of built-in ones, in the server setting
 * `Strings`, by keyword. Keywords are the prompts below and the codes of errors whose text no client compares.
 */
import type { Bytes, Dict } from '../../../stdlib/values/types.js';
import { decodeUtf8 } from '../../../stdlib/values/utf8.js';
import { ERRORS, type ErrorEntry, isErrorCode, PosternError } from '../../errors/index.js';
import { isDict } from '../settings/update.js';

/** Prompts: `^0` is the version, `^1` the main domain. */
export const PROMPTS = ['PWDPrompt', 'PWDByeBye'] as const;

export type Prompt = (typeof PROMPTS)[number];

const MAX_TEXT = 1000;

const isPrompt = (keyword: string): keyword is Prompt => (PROMPTS as readonly string[]).includes(keyword);

function isKeyword(keyword: string): boolean {
  if (isPrompt(keyword)) return true;
  return isErrorCode(keyword) && (ERRORS[keyword] as ErrorEntry).fixed !== true;
}

/** Refuses unknown keywords and texts that are not one line. */
export function checkStrings(strings: Dict): void {
  for (const [keyword, text] of Object.entries(strings.entries)) {
    const isText = typeof text === 'string' && text.length <= MAX_TEXT && !/[\0-\x1f\x7f]/.test(text);
    if (!isKeyword(keyword) || !(text === null || isText))
      throw new PosternError('illegal-value', { args: [`Strings: ${keyword.slice(0, 64)}`] });
  }
}

/** The text with its parameters: `^0`, `^1`; `^^` is one caret. One that is not given shows as nothing. */
export function filled(text: string, args: readonly string[]): string {
  return text.replace(/\^(\d|\^)/g, (_, name: string) => (name === '^' ? '^' : (args[Number(name)] ?? '')));
}

function textOf(settings: Dict, keyword: string): string | null {
  const { Strings: strings } = settings.entries;
  const text: Bytes | unknown = strings !== undefined && isDict(strings) ? strings.entries[keyword] : null;
  return typeof text === 'string' && text !== '' ? decodeUtf8(text) : null;
}

/** The text of a prompt; null: the built-in one. */
export function promptText(settings: Dict, prompt: string, args: readonly string[]): string | null {
  const text = isPrompt(prompt) ? textOf(settings, prompt) : null;
  return text === null ? null : filled(text, args);
}

/** Texts of errors by code, with their parameters as `{0}`. */
export function errorTexts(settings: Dict): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const code of Object.keys(ERRORS)) {
    const text = isKeyword(code) ? textOf(settings, code) : null;
    if (text !== null) texts.set(code, filled(text, ['{0}', '{1}', '{2}', '{3}']));
  }
  return texts;
}
