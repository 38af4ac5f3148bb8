import type { OptionName } from '../../resources/configurationSnapshot';
import type { ResourceKind } from '../../resources/resource';
import type { MemberChange } from '../text/memberChanges';

/**
 * How a file and its resource compare. `unmanaged`: a resource without a file, which is kept. `delete`: one whose file was
 * deleted, if deleting was asked for. `conflict`: changed on the service since the last pull. `gone`: not on the service any
 * more. `ambiguous`: it is unclear which resource the file is for. `impossible`: the service cannot change this; a new
 * resource would be needed. `unread`: the service could not be read, so nothing is known.
 */
export type PlanResult =
  | 'same'
  | 'create'
  | 'change'
  | 'delete'
  | 'unmanaged'
  | 'conflict'
  | 'gone'
  | 'ambiguous'
  | 'invalid'
  | 'impossible'
  | 'unread';

export interface PlanEntry {
  readonly result: PlanResult;
  /** Of the file; `kind/id` for a resource that never had one, and `kind` for a list that could not be read. */
  readonly address: string;
  readonly kind: ResourceKind;
  /** Undefined if the resource does not exist, or is not known. */
  readonly id: string | undefined;
  readonly title: string;
  /** Empty for results without a comparison. */
  readonly changes: readonly MemberChange[];
  /** Where it was changed since the last pull, if that is known. */
  readonly changedOn?: 'files' | 'service' | 'both';
  /** What is wrong, and what to do. */
  readonly messages: readonly string[];
  /** Whether the resource was found by its title. */
  readonly isAdopted: boolean;
  /** The address in `ids.json` of a file that was renamed. */
  readonly renamedFrom?: string;
  /** Whether it may affect the configuration access that there is. */
  readonly concernsAccess: boolean;
  /** Whether it may give configuration access that there is not yet. */
  readonly grantsAccess: boolean;
  /** Whether it affects the client of the profile, or the token policy of that client. */
  readonly isOwn: boolean;
  /** What below a login policy could not be compared. */
  readonly unreadOptions: readonly OptionName[];
  /** The addresses that the file refers to. */
  readonly references: readonly string[];
  /** Names of secrets that are needed to create it. */
  readonly secretNames: readonly string[];
}
