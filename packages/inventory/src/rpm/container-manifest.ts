import { linesOf } from '../os-package/lines.ts';
import type { RpmRecord } from './installed-package.ts';

/**
 * One line of `container-manifest-2`, which stands for the database in distroless images of CBL-Mariner and Azure Linux:
 * name, version-release, install time, build time, vendor, epoch, size, architecture, epoch number, source rpm.
 */
export function* parseContainerManifest(text: string): Generator<RpmRecord | undefined, undefined> {
  for (const line of linesOf(text)) {
    if (line.trim() === '') continue;
    const fields = line.split('\t', 12);
    const build = /^([^-]+)-([^-]+)$/.exec(fields[1] ?? '');
    if (fields.length !== 10 || !build) {
      yield undefined;
      continue;
    }
    const [name, , , , vendor, , , architecture, epoch, sourceRpm] = fields;
    yield {
      name,
      epoch: /^[0-9]{1,10}$/.test(epoch ?? '') ? Number(epoch) : undefined,
      version: build[1],
      release: build[2],
      architecture,
      sourceRpm,
      vendor,
    };
  }
  return undefined;
}
