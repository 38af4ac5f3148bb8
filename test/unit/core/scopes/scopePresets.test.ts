import assert from 'node:assert/strict';
import fs from 'node:fs';
import { parseScopeList } from '../../../../src/core/scopes/parseScope';
import {
  fillPreset,
  knownPresets,
  presetLabel,
  maxOwnPresets,
  readPresets,
  resourcePaths,
  scopePresets,
} from '../../../../src/core/scopes/scopePresets';

describe('scopePresets', () => {
  it('are described by their first scopes', () => {
    const scope = Array.from({ length: 490 }, (_, index) => `.:config/clients/${index}`).join(' ');
    const [preset] = readPresets([{ label: 'Many', scope }]).presets;
    assert.match(preset?.description ?? '', /^(?:Read client \d, ){5}and 485 more$/);
  });

  it('are those of the documentation, in its order', () => {
    assert.deepEqual(
      scopePresets().map(({ scope }) => scope),
      [
        '.:config/**',
        '*:config/**',
        '*:config/tokenPolicies**',
        '.:config/tokenPolicies** .:config/loginPolicies**',
        '.:config/loginPolicies/<loginPolicyId>',
        '*:config/loginPolicies/<loginPolicyId>',
        '*:config/tokenPolicies/<tokenPolicyId> *:config/loginPolicies/<loginPolicyId> *:config/clients/<clientId>',
      ],
    );
  });

  it('are all documented forms when their placeholders are filled', () => {
    for (const preset of scopePresets()) {
      const ids = Object.fromEntries(preset.placeholders.map(({ name }) => [name, ' 1ab2 ']));
      const filled = fillPreset(preset, ids);
      assert.doesNotMatch(filled, /[<>]/);
      for (const item of parseScopeList(filled)) assert.equal(item.issue, undefined, item.text);
    }
  });

  it('keep a placeholder that got no value', () => {
    const last = scopePresets().at(-1);
    assert.ok(last);
    assert.deepEqual(
      last.placeholders.map(({ name }) => name),
      ['tokenPolicyId', 'loginPolicyId', 'clientId'],
    );
    assert.match(
      fillPreset(last, { clientId: '7' }),
      /<tokenPolicyId> .*<loginPolicyId> \*:config\/clients\/7$/,
    );
  });

  it('come from the setting too, without invalid entries', () => {
    const { presets } = readPresets([
      { label: 'Our clients', scope: ' .:config/clients** ' },
      { label: 'One', scope: '*:config/clients/<client>', description: 'Ours' },
      { label: '', scope: 'x' },
      { label: '\u202e', scope: '*:**' },
      { label: 'x', scope: 1 },
      null,
      'x',
    ]);
    for (const none of ['x', undefined])
      assert.deepEqual(readPresets(none), { presets: [], entryCount: 0, readCount: 0 });
    assert.deepEqual(presets, [
      {
        label: 'Our clients',
        description: 'Read all clients',
        scope: '.:config/clients**',
        placeholders: [],
      },
      {
        label: 'One',
        description: 'Ours',
        scope: '*:config/clients/<client>',
        placeholders: [{ name: 'client', label: 'client' }],
      },
    ]);
  });

  it('have a label on one line that leaves room for the scope, whatever a workspace writes', () => {
    const label = `Read only\n\u202e${' and more'.repeat(50)}`;
    const [preset] = readPresets([{ label, scope: '*:**' }]).presets;
    assert.match(preset?.label ?? '', /^Read only and more[a-z ]{30,40}…$/);
  });

  it('stay on one line in an editor, whatever a workspace writes', () => {
    const [preset] = readPresets([{ label: 'a', scope: '.:config/**\nHost:evil.example\u2028x ' }]).presets;
    assert.equal(preset?.scope, '.:config/** Host:evil.example x');
  });

  it('are the first ones of a setting that is too long', () => {
    const entries = [10, 90_000, 20_000, 10].map((length, index) => ({
      label: `Preset ${index}`,
      scope: 'a'.repeat(length),
    }));
    const { presets, entryCount, readCount } = readPresets(entries);
    assert.deepEqual(
      [presets.map(({ label }) => label), entryCount, readCount],
      [['Preset 0', 'Preset 1'], 4, 2],
    );
  });

  it('are the first ones of a setting that has too many: each list reads all of them', () => {
    const entries = Array.from({ length: 10_000 }, (_, index) => ({
      label: `Preset ${index}`,
      scope: '.:x',
      get description() {
        assert.ok(index < maxOwnPresets, 'it is not read');
        return '';
      },
    }));
    const { presets, entryCount, readCount } = readPresets(entries);
    assert.deepEqual([presets.length, presets.at(-1)?.label], [500, 'Preset 499']);
    assert.deepEqual([entryCount, readCount], [10_000, 500]);
    const manifest = fs.readFileSync('package.json', 'utf8');
    const [, maxItems] = /"hostedLogin.scopePresets": \{[^{}]*"maxItems": (\d+)/.exec(manifest) ?? [];
    assert.equal(maxItems, String(maxOwnPresets), 'the settings editor says so');
  });
});

describe('presetLabel', () => {
  const { presets: own } = readPresets([{ label: 'Ours', scope: '.:config/clients/<client> openid' }]);
  const label = (scope: string, titles: Readonly<Record<string, string>> = {}) =>
    presetLabel(scope, [...own, ...scopePresets()], ({ kind, id }) => titles[`${kind}/${id}`]);
  const property = '*:config/clients/c1 *:config/tokenPolicies/t1 *:config/loginPolicies/l1';

  it('is that of the preset, whatever the order of the scopes', () => {
    assert.equal(label('.:config/**'), 'Read everything');
    assert.equal(
      label('.:config/loginPolicies** .:config/tokenPolicies**'),
      'Read all token policies and all login policies',
    );
  });

  it('names what was filled in by its title, else by its ID', () => {
    assert.equal(
      label('.:config/loginPolicies/l1', { 'loginPolicies/l1': 'Shop' }),
      'Read one login policy: Shop',
    );
    assert.equal(label('.:config/loginPolicies/l1'), 'Read one login policy: l1');
    assert.equal(label(property, { 'clients/c1': 'Web' }), 'Read and configure one property: Web');
  });

  it('is a built-in one before one that a workspace may have set', () => {
    const { presets: renamed } = readPresets([{ label: 'Read token policies', scope: '*:config/**' }]);
    assert.equal(
      presetLabel('*:config/**', knownPresets(renamed), () => undefined),
      'Read and configure everything',
    );
  });

  it('is undefined if no preset has the scopes', () => {
    for (const scope of [
      '.:config/clients/c1',
      `${property} .:config/**`,
      '.:config/loginPolicies/a .:config/loginPolicies/b',
      '.:config/clients/x openid',
      '',
    ]) {
      assert.equal(label(scope), undefined, scope);
    }
  });
});

describe('resourcePaths', () => {
  it('are documented forms once an ID follows the slash', () => {
    for (const { path } of resourcePaths()) {
      const [item] = parseScopeList(`.:${path}${path.endsWith('/') ? 'id' : ''}`);
      assert.equal(item?.issue, undefined, path);
      assert.ok(item?.scope);
    }
  });
});
