// Asks for the fields of a profile.
import { displayText } from '../../core/common/displayText';
import { t } from '../../core/common/l10n';
import { parseUrl } from '../../core/common/parseUrl';
import { normalizeOrigin, parseTypedIssuer, regions } from '../../core/profile/profile';
import {
  askInSequence,
  askPickOrText,
  askText,
  back,
  type PickItem,
  type TextQuestion,
} from '../../ui/quickInput';
import { type KnownValues, type Field, type EnteredValues, issueOf } from './profileValues';

interface FormOptions {
  readonly title: string;
  /** The fields to ask for, in this order. */
  readonly fields: readonly Field[];
  readonly takenNames: readonly string[];
  /** The field to correct: the form begins and ends there. Back leads to the fields before it. */
  readonly wrong?: Field | undefined;
  /** Called with the values so far after each answer. */
  readonly keep?: (known: KnownValues) => void;
}

/**
 * Asks for the fields one after the other, with the known values as defaults. Rejects with a `cancelled`
 * problem.
 */
export async function askFields(known: KnownValues, options: FormOptions): Promise<EnteredValues> {
  const { fields, wrong } = options;
  const answers: { -readonly [F in Field]?: EnteredValues[F] } = { ...known };
  const questions = fields.map((field, index) => async () => {
    const position = {
      title: options.title,
      step: index + 1,
      totalSteps: fields.length,
      canGoBack: index > 0,
    };
    const question = {
      ...fieldPrompt(field, answers.origin),
      validate: (text: string) =>
        field === 'origin' && parseTypedIssuer(text) ? undefined : issueOf(field, text, options.takenNames),
      ...position,
      value: answers[field] ?? '',
    };
    const answer = field === 'origin' ? await askOrigin(question) : await askText(question);
    if (answer === back) return back;
    answers[field] = answer;
    if (field === 'origin') splitIssuer(answer, answers);
    options.keep?.(answers);
    return answer;
  });
  const start = wrong === undefined ? -1 : fields.indexOf(wrong);
  await (start < 0 ? askInSequence(questions) : askInSequence(questions.slice(0, start + 1), start));
  const { name = '', origin = '', customerId = '', clientId = '', clientSecret = '' } = answers;
  return { name, origin: normalizeOrigin(origin), customerId, clientId, clientSecret };
}

/** Accepts the console's `oidc_url` or another URL of the service as the origin, and takes the customer ID from it. */
function splitIssuer(text: string, answers: { origin?: string; customerId?: string }): void {
  const { origin, customerId } = parseTypedIssuer(text) ?? {};
  if (origin !== undefined) answers.origin = origin;
  if (customerId !== undefined) answers.customerId = customerId;
}

function fieldPrompt(field: Field, origin = ''): Pick<TextQuestion, 'prompt' | 'placeholder' | 'isSecret'> {
  switch (field) {
    case 'name':
      return {
        prompt: t('What do you call this customer and environment?'),
        placeholder: t('acme production'),
      };
    case 'origin':
      return {
        prompt: t('The origin of the service, or the whole URL that Akamai’s console calls oidc_url'),
        placeholder: 'https://v1.api.us.janrain.com',
      };
    case 'customerId':
      return {
        prompt: t('Customer ID; Akamai’s console calls it customer_id'),
        placeholder: '00000000-0000-0000-0000-000000000000',
      };
    case 'clientId':
      return {
        prompt: t('Client ID of the configuration client; Akamai’s console calls it configuration_client_id'),
      };
    case 'clientSecret':
      return {
        prompt: t(
          'Client secret. It is kept in VS Code’s secret storage and sent only to {0}',
          displayText(parseUrl(origin)?.origin ?? origin, 100),
        ),
        isSecret: true,
      };
  }
}

/** Asks for a region, or for another origin. An address may be typed or pasted into the list. */
async function askOrigin(question: TextQuestion): Promise<string | typeof back> {
  for (;;) {
    const items: (PickItem & { origin?: string })[] = [
      ...regions().map(({ label, origin }) => ({ label, description: new URL(origin).host, origin })),
      {
        label: t('Other origin…'),
        description: t('a host name of your own, or another region'),
        alwaysShow: true,
      },
    ];
    const known = items.find(({ origin }) => origin === question.value);
    const active = known ?? (question.value === '' ? items[0] : items.at(-1));
    const choice = await askPickOrText({
      title: question.title,
      ...(question.step === undefined ? {} : { step: question.step }),
      ...(question.totalSteps === undefined ? {} : { totalSteps: question.totalSteps }),
      placeholder: t('Where is the customer hosted? Choose a region, or paste an address.'),
      canGoBack: question.canGoBack ?? false,
      items,
      ...(active ? { active } : {}),
    });
    if (choice === back) return back;
    if (choice.item.origin !== undefined) return choice.item.origin;
    if (parseTypedIssuer(choice.typed)) return choice.typed;
    const value = choice.typed === '' && !known ? (question.value ?? '') : choice.typed;
    const typed = await askText({ ...question, value, canGoBack: true });
    // Back leads from the input box to the list of regions.
    if (typed !== back) return typed;
  }
}
