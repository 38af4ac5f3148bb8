import { t } from '../common/l10n';
import { type ScopeListItem, parseScopeList, redundantScopes } from './scope';

/** What a scope list stands behind where people copy it from: a form body or URL, a member of JSON or YAML. */
const nameBefore = /(?:^|[\s?&{"'`,])(?:scope|allowedScopes)["'`]?\s*(?:=|:(?!\s*config\/))\s*/i;

/**
 * The scope list in a text that a person typed or pasted: without `scope=`, quotes, brackets and commas, which no
 * documented scope has; separated by single spaces. Percent-encoding is decoded behind `scope=` (RFC 6749 Appendix B).
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

/** Of more remarks only the number is told: they stand below an input box. */
const maxRemarks = 20;

/**
 * What the editor would say about a scope list that can be requested all the same, in sentences; at the end how many
 * there are besides these.
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

/** That a scope asks for nothing new beside another one of its list. */
export function redundantScopeMessage({
  item,
  coveredBy,
}: ReturnType<typeof redundantScopes>[number]): string {
  return t('{0} is covered by {1}.', item.text, coveredBy.text);
}

function remarkOf({ issue }: ScopeListItem): readonly string[] {
  return issue ? [issue.message] : [];
}

/** Wrong percent-encoding stays as it is. */
function formDecoded(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[0-9a-f]{2})+/gi, code => {
    try {
      return decodeURIComponent(code);
    } catch {
      return code;
    }
  });
}
