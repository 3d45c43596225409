/** Reports about mail (webapp.md F: DeliveryReportPart, DispositionReportPart). */
import { dictOf } from '../../../stdlib/values/index.js';
import type { Bytes, Value } from '../../../stdlib/values/types.js';
import { decodeField } from '../mime/charset.js';
import { readHeader } from '../mime/fields.js';
import { defaultMimeLimits } from '../mime/index.js';
import type { Component } from './types.js';

/** Fields of each group of a report, as arrays of `name`, `value`. */
function groupsOf(text: Bytes): Value[][] {
  return text
    .split(/\n[ \t]*\n/)
    .filter(group => group.trim() !== '')
    .map(group => {
      const bytes = Buffer.from(`${group}\n\n`, 'latin1');
      return readHeader(bytes, 0, bytes.length, defaultMimeLimits).fields.map(({ name, value }) =>
        dictOf([
          ['name', name],
          ['value', decodeField(value)],
        ]),
      );
    });
}

/** The fields of the message, then those of each recipient. */
export function deliveryReport(text: Bytes): Component {
  const [fields = [], ...reports] = groupsOf(text);
  return {
    page: 'deliveryreportpart.wssp',
    elements: [
      ['MessageFields', fields],
      ['Reports', reports],
    ],
  };
}

export function dispositionReport(text: Bytes): Component {
  return { page: 'dispositionreportpart.wssp', elements: [['fields', groupsOf(text).flat()]] };
}
