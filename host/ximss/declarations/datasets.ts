/** Declared operations: datasets. */
import { type Declaration, may, need } from './types.js';

export const DATASETS: readonly Declaration[] = [
  {
    name: 'datasetList',
    tier: 2,
    summary: 'Lists data sets or sub-sets.',
    attributes: [may('dataset', 'parent data set name')],
    body: 'empty',
    data: ['dataset'],
    errors: [],
  },
  {
    name: 'datasetRead',
    tier: 2,
    summary: 'Reads the records of a data set.',
    attributes: [need('dataset', 'name'), may('filter', 'substring'), may('filterField', 'field')],
    body: 'empty',
    data: ['datasetData'],
    errors: [['dataset is not found', 558]],
  },
  {
    name: 'datasetSet',
    tier: 2,
    summary: 'Creates, replaces or removes one record.',
    attributes: [need('dataset', 'name'), need('entry', 'record name')],
    body: 'one element per field; none = remove the record',
    data: [],
    errors: [['dataset is not found', 558]],
  },
  {
    name: 'datasetCreate',
    tier: 2,
    summary: 'Creates a data set.',
    attributes: [need('dataset', 'name')],
    body: 'empty',
    data: [],
    errors: [['dataset already exists', 570]],
  },
  {
    name: 'datasetRemove',
    tier: 2,
    summary: 'Removes a data set.',
    attributes: [need('dataset', 'name')],
    body: 'empty',
    data: [],
    errors: [['dataset is not found', 558]],
  },
];
