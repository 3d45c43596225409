/** Views of mailboxes, for the faces. */
export { type ReportMode, View, type ViewOptions, type ViewReport } from './view.js';
export { Views, type ViewWish } from './views.js';
