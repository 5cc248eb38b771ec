import { defaultLimits, type Limits } from '@pratique/foundation';
import type { ImageSource, OpenImage } from '@pratique/model';
import { type ArchiveFiles, notAnImageArchive } from './archive-files.ts';
import { openDockerArchive } from './docker-archive.ts';
import { openFolder } from './folder.ts';
import { type ArchiveRequest, OciLayout } from './oci-layout.ts';
import { openTarFile } from './tar-file.ts';

/** Which archive, and which image of it. */
export interface ArchiveTarget {
  readonly kind: 'docker-archive' | 'oci-archive' | 'oci-dir';
  /** File or directory. */
  readonly path: string;
  /** Name or `@digest` of the image; absent: the only one. */
  readonly reference?: string;
  /** The user did not say which kind of archive it is: what it holds decides. */
  readonly detected?: boolean;
  /** As the user wrote it. */
  readonly text: string;
}

async function openOciLayout(files: ArchiveFiles, target: ArchiveTarget, request: ArchiveRequest): Promise<OpenImage> {
  const layout = await OciLayout.read(files, request);
  if (layout) return layout.open(request);
  if (target.detected) return openDockerArchive(files, request);
  const isDocker = (await files.size('manifest.json')) !== undefined;
  const hint = isDocker ? ', but a manifest.json: it is a Docker archive, see docker-archive:' : '';
  throw notAnImageArchive(target.path, `it has no index.json${hint}`);
}

/**
 * Images in an archive file or layout directory. Opening throws PratiqueError of the oci table.
 */
export function archiveSource(target: ArchiveTarget, limits: Limits = defaultLimits): ImageSource {
  const { kind, path, reference, text } = target;
  return {
    kind,
    target: text,
    async open({ platform, signal } = {}) {
      signal?.throwIfAborted();
      const request: ArchiveRequest = {
        limits,
        ...(reference !== undefined && { reference }),
        ...(platform && { platform }),
        ...(signal && { signal }),
      };
      const files = kind === 'oci-dir' ? await openFolder(path) : await openTarFile(path, limits, signal);
      try {
        const isDocker = kind === 'docker-archive' && !(target.detected && !(await files.size('manifest.json')));
        return isDocker ? await openDockerArchive(files, request) : await openOciLayout(files, target, request);
      } catch (error) {
        await files.close();
        throw error;
      }
    },
  };
}
