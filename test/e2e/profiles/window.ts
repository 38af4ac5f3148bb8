import { shareWindow } from '../../support/useWindow';

/** A name that VS Code would render as a link and an icon. */
export const linkAndIcon = '[details](command:workbench.view.scm) $(flame)';

/** With a preset of that name, and `renew` set to `ask`. */
export const useProfilesWindow = shareWindow({
  settings: {
    'hostedLogin.scopePresets': [{ label: linkAndIcon, scope: '.:config/clients/<anything>' }],
    'hostedLogin.renew': 'ask',
  },
});
