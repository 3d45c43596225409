/** Built-ins of cgpl.md sections 14.15 to 14.17. */
import { area } from '../rows.js';

const file = area('file');
const roster = area('roster');
const dataset = area('dataset');
const directory = area('directory');

export const STORAGE = [
  file.fn(132, 'wait', 'ReadStorageFile(file)', 'datablock or null', 'Reads a file, or a part of it.'),
  file.fn(
    133,
    'wait',
    'WriteStorageFile(file, data)',
    'null or string',
    'Writes a file, or a part of it. A string is an error.',
  ),
  file.fn(
    134,
    'wait',
    'AppendStorageFile(name, data)',
    'null or string',
    'Adds to the end of a file. A string is an error.',
  ),
  file.fn(135, 'wait', 'DeleteStorageFile(name)', 'null or string', 'Deletes a file. A string is an error.'),
  file.fn(
    136,
    'wait',
    'RenameStorageFile(old, new)',
    'null or string',
    'Renames a file. A string is an error.',
  ),
  file.fn(
    137,
    'wait',
    'CreateStorageDirectory(name)',
    'null or string',
    'Makes a directory. A string is an error.',
  ),
  file.fn(
    138,
    'wait',
    'RenameStorageDirectory(old, new)',
    'null or string',
    'Renames a directory. A string is an error.',
  ),
  file.fn(
    139,
    'wait',
    'DeleteStorageDirectory(name)',
    'null or string',
    'Deletes an empty directory. A string is an error.',
  ),
  file.fn(
    140,
    'wait',
    'ListStorageFiles(folder)',
    'dictionary or null',
    'Files and directories in a directory.',
  ),
  file.fn(
    141,
    'wait',
    'ReadStorageFileAttr(name, attributes)',
    'array or string',
    'Attributes of a file as XML objects. A string is an error.',
  ),
  file.fn(
    142,
    'wait',
    'WriteStorageFileAttr(name, attributes)',
    'null or string',
    'Changes attributes of a file. A string is an error.',
  ),
  file.fn(
    143,
    'wait',
    'LockStorageFile(name, params)',
    'dictionary or string',
    'Locks or unlocks a file. A string is an error.',
  ),
  roster.fn(
    144,
    'wait',
    'ReadRoster([account])',
    'dictionary or string',
    'The contacts of an Account. A string is an error.',
  ),
  roster.fn(
    145,
    'wait',
    'SetRoster(params[, account])',
    'null or string',
    'Changes a contact. A string is an error.',
  ),
  dataset.fn(
    146,
    'wait',
    'DatasetList(set, field, value)',
    'dictionary or string',
    'Entries of a dataset, filtered by a field. A string is an error.',
  ),
  dataset.fn(147, 'wait', 'DatasetCreate(set)', 'null or string', 'Makes a dataset. A string is an error.'),
  dataset.fn(
    148,
    'wait',
    'DatasetRemove(set, ifExists)',
    'null or string',
    'Removes a dataset. A string is an error.',
  ),
  dataset.fn(
    149,
    'wait',
    'DatasetSet(set, entry, data, ifExists)',
    'null or string',
    'Changes an entry. A string is an error.',
  ),
  dataset.fn(
    150,
    'wait',
    'DatasetDelete(set, entry, ifExists)',
    'null or string',
    'Removes an entry. A string is an error.',
  ),
  directory.fn(
    151,
    'wait',
    'DirectorySearch(base, filter, params)',
    'dictionary or string',
    'Searches the Directory. A string is an error.',
  ),
];
