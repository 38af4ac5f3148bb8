import { t } from '../core/common/l10n';
import { secretPlaceholder } from '../core/resources/secretPlaces';
import { askText } from './quickInput';

/** Asks for a client secret. Rejects with a `cancelled` problem. */
export function askSecret(title: string, prompt: string): Promise<string> {
  return askText({
    ...{ title, prompt, isSecret: true },
    validate: text =>
      text.trim() === '' || text.includes(secretPlaceholder.charAt(0)) ? t('Enter the secret.') : undefined,
  });
}
