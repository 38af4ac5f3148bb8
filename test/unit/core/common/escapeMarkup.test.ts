import assert from 'node:assert/strict';
import { escapeMarkup } from '../../../../src/core/common/escapeMarkup';

/** What VS Code makes links and icons of in messages, prompts, lenses and the status bar (linkedText.ts, iconLabels.ts). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const icon = /(\\)?\$\(([A-Za-z0-9-]+(?:~[A-Za-z]+)?)\)/;

describe('escapeMarkup', () => {
  const texts = [
    'Configuration [details](command:workbench.action.files.newUntitledFile)',
    '[a](https://evil.example/) [b](HTTP://evil.example "title")',
    '[[x](command:a)](command:b)',
    "[x](command:a?%5B%22y%22%5D 't')",
    '$(check) saved, \\$(sync~spin)',
    '$$(x)(y)](file:///etc)',
    '[](](command:x)',
  ];
  for (const text of texts) {
    it(`leaves ${text} readable, and nothing in it is a link or an icon`, () => {
      const shown = escapeMarkup(text);
      assert.doesNotMatch(shown, link);
      assert.doesNotMatch(shown, icon);
      assert.equal(shown.replaceAll('\u200b', ''), text);
      assert.equal(escapeMarkup(shown), shown);
    });
  }

  it('removes what turns the text around it', () => {
    assert.equal(escapeMarkup('Delete “a\u202egnp\u2066.\u200fexe”?'), 'Delete “agnp.exe”?');
    // The pieces of a link that such a character kept apart are still no link.
    assert.doesNotMatch(
      escapeMarkup('[x]\u202e(command:a) $\u2066(key)'),
      new RegExp(`${link.source}|${icon.source}`),
    );
  });

  it('leaves other texts as they are', () => {
    for (const text of [
      '',
      'acme',
      'a (b) [c] $d',
      'https://v1.api.us.janrain.com',
      '[x] (command:y)',
      'אבג (abc)',
    ])
      assert.equal(escapeMarkup(text), text);
  });
});
