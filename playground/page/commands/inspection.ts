/** What shows runs from inside: one part, loaded when somebody debugs or profiles. */
export { DebugPanel } from '../ui/debugger.js';
export { showProfile } from '../ui/profile.js';
