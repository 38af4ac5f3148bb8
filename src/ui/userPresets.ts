import { readPresets, type ScopePreset } from '../core/scopes/scopePresets';
import { rawSetting } from './settings';

/** The user's own scope presets. Leaves out invalid entries, which the settings editor marks. */
export function userPresets(): readonly ScopePreset[] {
  return readPresets(rawSetting('scopePresets'));
}
