import { t } from '../core/common/l10n';
import type { ResourceEntry } from '../core/resources/resource';
import { isTyped, textToType } from '../core/resources/typedTitle';
import { askText } from './quickInput';

/** Asks the user to type the title of a resource, or its ID. Rejects with a `cancelled` problem. */
export async function confirmByTyping(
  resource: Pick<ResourceEntry, 'id' | 'title'>,
  why: string,
  question = t('Are you sure?'),
): Promise<void> {
  const wanted = textToType(resource);
  await askText({
    title: question,
    prompt: t('{0} Type “{1}” to continue.', why, wanted),
    validate: text => (isTyped(text, resource) ? undefined : t('Type: {0}', wanted)),
  });
}
