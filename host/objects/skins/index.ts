/** Skins, for the other services and the faces. */
export { type SkinFileVersion, type SkinLevel, Skins } from './skins.js';
export {
  type CheckSkinFile,
  defaultSkinLimits,
  type SkinChange,
  type SkinChoice,
  type SkinFile,
  type SkinFileInfo,
  type SkinFileLine,
  type SkinLimits,
  type SkinsDeps,
} from './types.js';
