/** Where things are in a base directory, beside what host/admin/process makes. */
import { join } from 'node:path';
import { packageRoot } from '../apps/distfile.js';

/** The folder of the store. */
export const storeFolder = (base: string): string => join(base, 'Store');

/** Recordings of failed runs. */
export const recordingsFolder = (base: string): string => join(base, 'SystemLogs', 'recordings');

/** Where programs with a leading `$` are. */
export const applicationFolder = (application: string | null): string => application ?? packageRoot;

/** The stock skins: one folder for the unnamed one, `stock`, and one for each named one. */
export const stockFolder = (application: string | null): string => join(application ?? packageRoot, 'skins');
