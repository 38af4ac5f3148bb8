import { type OwnPresets, readPresets } from '../core/scopes/scopePresets';
import { rawSetting } from './settings';

/** The user's own scope presets. Leaves out invalid entries, which the settings editor marks. */
export function userPresets(): OwnPresets {
  return readPresets(rawSetting('scopePresets'));
}
