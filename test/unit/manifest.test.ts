import assert from 'node:assert/strict';
import fs from 'node:fs';
import { commands, undeclaredCommands } from '../../src/ui/ids';

/** package.json and the texts it refers to. */
describe('the manifest', () => {
  const manifest = fs.readFileSync('package.json', 'utf8');
  const texts = JSON.parse(fs.readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
  const used = [...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key);

  it('refers only to texts that are there, and to each of them', () => {
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort());
  });

  it('marks code in the walkthrough by two backticks: VS Code shows single ones as they are', () => {
    const steps = Object.entries(texts).filter(([key]) => /^walkthrough\..*description$/.test(key));
    assert.ok(steps.length > 1);
    for (const [key, text] of steps) assert.doesNotMatch(text, /(?<!`)`(?!`)/, key);
  });

  it('registers every command at startup', () => {
    const features = fs
      .readdirSync('src/features', { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts'))
      .map(file => fs.readFileSync(`src/features/${file}`, 'utf8'))
      .join('\n');
    const one = [...features.matchAll(/\.register(?:Internal)?\(\s*commands\.(\w+)/g)];
    // Some features register lists of them.
    const ids = fs.readFileSync('src/ui/ids.ts', 'utf8');
    const lists = [
      ...`${features}\n${ids}`.matchAll(
        /^(?:export )?const (?:public|internal)\w*Commands = \[([^\]]+)\] as const;$/gm,
      ),
    ];
    const listed = lists.flatMap(([, list = '']) => [...list.matchAll(/'(\w+)'/g)]);
    const registered = [...one, ...listed].map(([, name = '']) => name);
    assert.deepEqual(registered.sort(), Object.keys(commands).sort());
  });

  it('declares every command except the internal ones', () => {
    const { contributes } = JSON.parse(manifest) as {
      contributes: { commands: readonly { command: string }[] };
    };
    const declared = new Set(contributes.commands.map(({ command }) => command));
    const others = Object.entries(commands).filter(([, id]) => !declared.has(id));
    assert.deepEqual(others.map(([name]) => name).sort(), [...undeclaredCommands]);
  });

  it('keeps a workspace that is not trusted from what only the user may loosen', () => {
    const { capabilities } = JSON.parse(manifest) as {
      capabilities: { untrustedWorkspaces: { restrictedConfigurations: readonly string[] } };
    };
    const settings = fs.readFileSync('src/ui/settings.ts', 'utf8');
    const guarded = [...settings.matchAll(/(?:strictestSetting\(|userValue\(inspected\()'([\w.]+)'/g)];
    assert.ok(guarded.length >= 5);
    for (const [, name = ''] of guarded) {
      assert.ok(
        capabilities.untrustedWorkspaces.restrictedConfigurations.includes(`hostedLogin.${name}`),
        name,
      );
    }
  });

  it('shows the menu of the Explorer on folders of a configuration and their files, on Windows too', () => {
    const { contributes } = JSON.parse(manifest) as {
      contributes: { menus: Record<'explorer/context', readonly { when: string }[]> };
    };
    const folder = '/w/hosted-login/acme';
    const shown = [folder, `${folder}/clients`, `${folder}/clients/a.json`, `${folder}/ids.json`];
    const hidden = [
      '/w/hosted-login',
      `${folder}/src`,
      `${folder}/README.md`,
      '/w/other/acme/clients/a.json',
    ];
    for (const { when } of contributes.menus['explorer/context']) {
      const [, pattern = ''] = /resourcePath =~ \/(.+)\/$/.exec(when) ?? assert.fail(when);
      const isShown = (path: string) => new RegExp(pattern).test(path);
      // VS Code compares the path as the system writes it.
      const onWindows = (path: string) => `C:${path.replaceAll('/', '\\')}`;
      for (const written of [String, onWindows]) {
        assert.deepEqual(shown.map(written).filter(isShown), shown.map(written));
        assert.deepEqual(hidden.map(written).filter(isShown), []);
      }
    }
  });

  it('shows pictures and snippets that are in the repository', () => {
    const files = [...manifest.matchAll(/"(?:\.\/)?((?:media|examples)\/[\w./-]+)"/g)].map(
      ([, file = '']) => file,
    );
    assert.ok(files.length >= 8, files.join());
    for (const file of files) assert.ok(fs.existsSync(file), file);
  });

  it('draws the walkthrough in the colours of the theme, with texts that fit', () => {
    const files = [...manifest.matchAll(/"svg": "(.+)"/g)].map(([, file = '']) => file);
    assert.ok(files.length >= 5);
    for (const file of files) {
      const picture = fs.readFileSync(file, 'utf8');
      const width = Number(/ width="(\d+)"/.exec(picture)?.[1]);
      const colours = [...picture.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map(([, colour = '']) => colour);
      assert.deepEqual(
        colours.filter(colour => !/^(?:none|var\(--vscode-[\w-]+\))$/.test(colour)),
        [],
        file,
      );
      for (const [, attributes = '', text = ''] of picture.matchAll(/<text ([^>]+)>([^<]*)/g)) {
        const number = (name: string) =>
          Number(new RegExp(`(?:^| )${name}="([\\d.]+)"`).exec(attributes)?.[1]);
        // A letter of a usual font is about half of its size wide.
        const length = text.replace(/&\w+;/g, '&').length * number('font-size') * 0.55;
        const shift = attributes.includes('"middle"') ? 0.5 : attributes.includes('"end"') ? 1 : 0;
        const start = number('x') - shift * length;
        assert.ok(start >= 0 && start + length <= width, `${file}: ${text}`);
      }
    }
  });

  it('is found in the Marketplace by its categories and keywords', () => {
    const { categories, keywords } = JSON.parse(manifest) as Record<'categories' | 'keywords', string[]>;
    assert.ok(categories.some(category => category !== 'Other'));
    for (const word of ['akamai', 'identity cloud', 'hosted login', 'oauth'])
      assert.ok(keywords.includes(word), word);
    // The Marketplace takes no more.
    assert.ok(keywords.length <= 30);
  });

  it('uses words that users know, and a name of the view that fits the side bar', () => {
    const bundle = JSON.parse(fs.readFileSync('media/l10n/bundle.l10n.json', 'utf8')) as Record<
      string,
      string | { readonly message: string }
    >;
    const messages = Object.values(bundle).map(each => (typeof each === 'string' ? each : each.message));
    assert.ok(messages.length > 1000);
    const files = [
      'examples/hosted-login.http',
      ...fs.readdirSync('media/schemas').map(name => `media/schemas/${name}`),
    ];
    const read = files.map(file => fs.readFileSync(file, 'utf8'));
    for (const text of [...messages, ...Object.values(texts), ...read]) {
      assert.doesNotMatch(text, /\bresources?\b/i);
      // Wordings that users stumbled over.
      assert.doesNotMatch(text, /\bof now ends\b|\bto go on\b|, for people\b|\bhas to be\b/);
    }
    assert.equal(texts['view.configuration'], 'Hosted Login');
  });

  it('requires the version of VS Code whose types the code is checked with', () => {
    const { engines, devDependencies } = JSON.parse(manifest) as {
      engines: { vscode: string };
      devDependencies: Record<string, string>;
    };
    assert.equal(`^${devDependencies['@types/vscode']?.replace(/^\^/, '') ?? ''}`, engines.vscode);
  });
});
