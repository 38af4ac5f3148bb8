// Reads a scope list that the user typed or pasted, and remarks on it.
import { t } from '../common/l10n';
import { redundantScopes } from './compareScopes';
import { parseScopeList, type ScopeListItem } from './parseScope';

/** What precedes a scope list in forms, URLs, JSON and YAML. */
const nameBefore = /(?:^|[\s?&{"'`,])(?:scope|allowedScopes)["'`]?\s*(?:=|:(?!\s*config\/))\s*/i;

/**
 * Reads a scope list that the user typed or pasted: without `scope=`, quotes, brackets and commas, which no documented scope
 * has, and with single spaces. Percent-decodes after `scope=` (RFC 6749 Appendix B).
 */
export function parseScopeInput(text: string): string {
  const name = nameBefore.exec(text);
  const value = name ? text.slice(name.index + name[0].length) : text;
  const isForm = name?.[0].trimEnd().endsWith('=') === true;
  return (isForm ? formDecoded(value.replace(/&.*$/s, '')) : value)
    .split(/[\s,;]+/)
    .map(item => item.replace(/^["'`“”‘’[\]{}()<]+|(?<!["'`“”‘’[\]{}()>])["'`“”‘’[\]{}()>]+$/g, ''))
    .filter(item => item !== '')
    .join(' ');
}

/** The maximum below an input box. */
const maxRemarks = 20;

/**
 * What the editor would report about a scope list that can be requested, as sentences.
 */
export function scopeRemarks(list: string): readonly string[] {
  const items = parseScopeList(list);
  const issues = items.flatMap(remarkOf);
  const redundant = redundantScopes(items);
  const shown = issues.slice(0, maxRemarks);
  shown.push(...redundant.slice(0, maxRemarks - shown.length).map(redundantScopeMessage));
  const others = issues.length + redundant.length - shown.length;
  return others > 0 ? [...shown, t('And {0} more.', others)] : shown;
}

export function redundantScopeMessage({
  item,
  coveredBy,
}: ReturnType<typeof redundantScopes>[number]): string {
  return t('{0} is covered by {1}.', item.text, coveredBy.text);
}

function remarkOf({ issue }: ScopeListItem): readonly string[] {
  return issue ? [issue.message] : [];
}

/** Leaves invalid percent-encoding as it is. */
function formDecoded(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[0-9a-f]{2})+/gi, code => {
    try {
      return decodeURIComponent(code);
    } catch {
      return code;
    }
  });
}
