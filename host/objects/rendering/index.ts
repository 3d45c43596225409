/** Messages as pages: the rendering components (webapp.md F). */
export { messageMarkup, wholeSource } from './markup.js';
export { cleanName, isPicture } from './parts.js';
export type { RenderingWorld, Source } from './types.js';
