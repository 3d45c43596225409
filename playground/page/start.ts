/** The first script of the page: the workers load beside the rest of it. */
import { startEarly } from './early.js';

const base = new URL('.', location.href);
startEarly('runner', base);
startEarly('language', base);
