import assert from 'node:assert/strict';
import { withId } from '../../../../src/core/configurationFiles/changeIds';

describe('withId', () => {
  const text = '{\r\n  // ours\r\n  "clients/a": "1",\r\n  "clients/c": 3\r\n}\r\n';

  it('adds a line in its place, and leaves all others as they are, also those that are wrong', () => {
    assert.equal(
      withId(text, 'clients/b', '2'),
      '{\r\n  // ours\r\n  "clients/a": "1",\r\n  "clients/b": "2",\r\n  "clients/c": 3\r\n}\r\n',
    );
    assert.equal(withId('{}', 'clients/b', '2'), '{\n  "clients/b": "2"\n}');
  });

  it('changes and removes a line', () => {
    assert.match(withId(text, 'clients/a', '9'), /"clients\/a": "9",\r\n {2}"clients\/c": 3/);
    assert.equal(withId(text, 'clients/a', undefined), '{\r\n  // ours\r\n  "clients/c": 3\r\n}\r\n');
    assert.equal(withId(text, 'clients/none', undefined), text);
  });

  it('refuses to overwrite what cannot be read, such as a merge conflict', () => {
    assert.throws(() => withId('<<<<<<< HEAD\n{}', 'clients/a', '1'), /ids\.json: This is not JSON/);
  });
});
