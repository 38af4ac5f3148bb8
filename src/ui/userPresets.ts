import { readPresets, type ScopePreset } from '../core/scopes/scopePresets';
import { rawSetting } from './settings';

/** The user's own scope presets; entries that are not as they should be are left out (the editor points at them). */
export function userPresets(): readonly ScopePreset[] {
  return readPresets(rawSetting('scopePresets'));
}
