import { presetsOfSetting, type ScopePreset } from '../core/scopePresets';
import { rawSetting } from './settings';

/** The user's own scope presets; entries that are not as they should be are left out (the editor points at them). */
export function ownPresets(): readonly ScopePreset[] {
  return presetsOfSetting(rawSetting('scopePresets'));
}
