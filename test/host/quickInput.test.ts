import assert from 'node:assert/strict';
import { askPick, askText, type PickItem, type TextQuestion } from '../../src/ui/quickInput';
import { useAnswers } from '../support/answers';

describe('what closes when the user clicks elsewhere', () => {
  const { asked, answerBy } = useAnswers();
  beforeEach(() => {
    answerBy(({ choices: [first = ''] }) => first);
  });

  const items: readonly PickItem[] = [{ label: 'One' }];
  const pick = (options: {
    readonly staysOpen?: boolean;
    readonly step?: number;
    readonly canGoBack?: boolean;
  }) => askPick({ title: 'A list', items, ...options });
  const text = (options: Partial<TextQuestion>) =>
    askText({ title: 'A box', prompt: '', validate: () => undefined, ...options });

  const cases: readonly (readonly [what: string, staysOpen: boolean, ask: () => Promise<unknown>])[] = [
    ['a list closes', false, () => pick({})],
    ['a list with a back button closes', false, () => pick({ canGoBack: true })],
    ['a box for one text closes', false, () => text({})],
    ['a list about what an editor shows stays', true, () => pick({ staysOpen: true })],
    ['a list of a form stays', true, () => pick({ step: 2, canGoBack: true })],
    ['a box of a form stays', true, () => text({ step: 1 })],
    ['a box after a list stays', true, () => text({ canGoBack: true })],
  ];
  for (const [what, staysOpen, ask] of cases) {
    it(what, async () => {
      await ask();
      assert.deepEqual(
        asked.map(({ input }) => input?.staysOpen),
        [staysOpen],
      );
    });
  }
});
