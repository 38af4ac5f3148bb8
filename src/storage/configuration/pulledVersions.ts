import {
  parseVersion,
  type ResourceVersion,
  versionText,
} from '../../core/configurationFiles/resourceVersion';
import { parseJsonObject } from '../../core/json/json';
import type { Profile } from '../../core/profile/profile';
import { digestName, removeFilesIn, type TextFiles } from '../textFiles';

/** Versions by `resourceKey`. */
export type Versions = ReadonlyMap<string, ResourceVersion>;

/**
 * The resources that the files of a folder stood for at the last pull or apply, without secrets. Only used to find out who
 * changed what: if a version is lost or wrong, differences have no explanation, and nothing is written because of it.
 */
export class PulledVersions {
  constructor(
    private readonly files: TextFiles,
    private readonly warn: (message: string, error: unknown) => void,
  ) {}

  /** @param folder the URI of the folder */
  async read(profile: Pick<Profile, 'id'>, folder: string): Promise<Versions> {
    const text = await this.files.read(await pathOf(profile, folder)).catch(() => '');
    const entries = Object.entries(parseJsonObject(text) ?? {});
    return new Map(
      entries.flatMap(([key, value]) => {
        const version = typeof value === 'string' ? parseVersion(value) : undefined;
        return version ? [[key, version] as const] : [];
      }),
    );
  }

  /** Never rejects. */
  async write(profile: Pick<Profile, 'id'>, folder: string, versions: Versions): Promise<void> {
    const texts = Array.from(versions, ([key, version]) => [key, versionText(version)]);
    try {
      await this.files.write(await pathOf(profile, folder), JSON.stringify(Object.fromEntries(texts)));
    } catch (error) {
      this.warn('What was pulled could not be stored', error);
    }
  }

  /** Removes what is stored for a removed profile. */
  async removeProfile(profileId: string): Promise<void> {
    await removeFilesIn(this.files, profileId);
  }
}

async function pathOf({ id }: Pick<Profile, 'id'>, folder: string): Promise<string> {
  return `${id}/${await digestName(folder)}.json`;
}
