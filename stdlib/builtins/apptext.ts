/** `AppToXML`, `XMLToApp` (spec: cgpl.md section 14.10): a string is an error. */
import { appToXml, xmlToApp } from '../formats/index.js';
import { isData, isXml } from '../values/is.js';
import type { Value } from '../values/types.js';

export function appToXML(data: Value, format: Value): Value {
  const text = typeof data === 'string' ? data : isData(data) ? data.bytes : null;
  if (text === null || typeof format !== 'string') return null;
  const found = appToXml(text, format);
  if (found === undefined) return `unknown data format: ${format}`;
  return found ?? `illegal ${format} data format`;
}

export function xmlToApplication(x: Value): Value {
  if (!isXml(x)) return null;
  return xmlToApp(x) ?? `illegal ${x.type} data format`;
}
