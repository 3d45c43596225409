/**
 * The configuration file: one dictionary in Data format whose pairs are settings. Every error is told at its own
 * place; `--set Name=value` of the command line wins over the file.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, printCompact } from '../../../stdlib/data/index.js';
import {
  type Dict,
  decodeUtf8,
  dictGet,
  dictKeys,
  isDict,
  isIp,
  numberText,
} from '../../../stdlib/values/index.js';
import type { Value } from '../../../stdlib/values/types.js';
import { type Place, pairKeys, pairPlaces } from './positions.js';
import { defaultSettings, type Settings, settingTable } from './settings.js';
import { Expectation, type Setting } from './types.js';

/** A wrong setting; the message names file, line and column, or the option. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** What is read. */
export interface ConfigSource {
  /** Configuration file, null for none. */
  readonly file: string | null;
  /** Settings of the command line, as text. */
  readonly set: ReadonlyMap<string, string>;
}

/** Largest configuration file in bytes. */
const MAX_FILE = 1024 * 1024;

const byLowerName = new Map(Object.keys(settingTable).map(name => [name.toLowerCase(), name]));

/** The file of a base directory: the one that was named, or `postern.conf` when it exists. */
export function configFile(base: string, named: string | null): string | null {
  const usual = join(base, 'postern.conf');
  return named ?? (existsSync(usual) ? usual : null);
}

/** A value of the file as the text that the setting reads. */
function textOf(value: Value): string {
  if (typeof value === 'string') return decodeUtf8(value);
  if (typeof value === 'number') return numberText(value);
  return isIp(value) ? value.address : printCompact(value);
}

function apply(values: Record<string, unknown>, name: string, text: string, where: string): void {
  const setting = settingTable[name] as Setting<unknown> | undefined;
  const value = setting?.read(text.trim());
  if (value instanceof Expectation)
    throw new ConfigError(`${where}: ${name} must be ${value.expected}, not "${text}"`);
  values[name] = value;
}

/** Reads the dictionary of a file. Throws ConfigError. */
function readFile(file: string): { dict: Dict; text: string } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new ConfigError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  if (bytes.length > MAX_FILE) throw new ConfigError(`${file}: larger than ${MAX_FILE} bytes`);
  const parsed = parse(bytes.toString('latin1'));
  if (!parsed.ok) {
    const { line, column, message } = parsed.error;
    throw new ConfigError(`${file}:${line}:${column}: ${message}`);
  }
  if (!isDict(parsed.value)) throw new ConfigError(`${file}:1:1: the file must hold one dictionary`);
  return { dict: parsed.value, text: bytes.toString('utf8') };
}

function applyFile(values: Record<string, unknown>, file: string): void {
  const { dict, text } = readFile(file);
  const places = pairPlaces(text);
  const spelled = pairKeys(text);
  const at = (place: Place | undefined): string => `${file}:${place?.line ?? 1}:${place?.column ?? 1}`;
  for (const key of dictKeys(dict)) {
    // Of a name given twice the last value counts, and that is the one to be shown.
    const pair = places[spelled.lastIndexOf(decodeUtf8(key))];
    const name = byLowerName.get(key.toLowerCase());
    if (name === undefined)
      throw new ConfigError(`${at(pair?.key)}: there is no setting "${decodeUtf8(key)}"`);
    apply(values, name, textOf(dictGet(dict, key)), at(pair?.value));
  }
}

/** All settings: defaults, then the file, then the command line. Throws ConfigError. */
export function loadSettings({ file, set }: ConfigSource): Settings {
  const values: Record<string, unknown> = defaultSettings();
  if (file !== null) applyFile(values, file);
  for (const [name, text] of set) apply(values, name, text, `--set ${name}=${text}`);
  return values as Settings;
}

/** Takes the live settings of a newly read set over into the running one. */
export function takeLive(running: Settings, fresh: Settings): void {
  const values: Record<string, unknown> = running;
  for (const [name, setting] of Object.entries(settingTable)) {
    if (setting.live) values[name] = (fresh as Record<string, unknown>)[name];
  }
}
