import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLimits, type Limits } from '@pratique/foundation';
import type { ImageSource, Layer } from '@pratique/model';
import { systemReason, targetUnreadable } from '../archive/archive-files.ts';
import { readLeftOutMounts } from './mounts.ts';
import { TreeWalk } from './walk-tree.ts';

/** Which directory tree. */
export interface TreeTarget {
  readonly kind: 'dir' | 'rootfs' | 'host';
  /** Its root; `/` for the host. */
  readonly path: string;
  /** As the user wrote it. */
  readonly text: string;
}

/** What a tree stands as in place of a layer's media type (shared-mime-info). */
export const TREE_MEDIA_TYPE = 'inode/directory';

/** Views of the kernel and of running programs, whatever is mounted there. */
const kernelFolders = ['proc', 'sys', 'dev', 'run'];

/** Where container runtimes keep the content of images and containers: it belongs to them, not to the host. */
const containerFolders = ['var/lib/docker', 'var/lib/containerd', 'var/lib/containers/storage', 'var/lib/kubelet/pods'];

/** Which directories of a tree are not read, by their path below its root. */
async function leftOut(kind: TreeTarget['kind'], root: string): Promise<(path: string) => boolean> {
  if (kind === 'dir') return (path) => path === '.git' || path.endsWith('/.git');
  const isMachine = kind === 'host' || root === '/';
  const fixed = new Set(isMachine ? [...kernelFolders, ...containerFolders] : []);
  const mounts = await readLeftOutMounts();
  return (path) => fixed.has(path) || mounts.has(join(root, path));
}

async function rootOf({ path, kind }: TreeTarget): Promise<string> {
  try {
    const root = await realpath(path);
    if ((await stat(root)).isDirectory()) return root;
  } catch (error) {
    throw targetUnreadable(path, systemReason(error), error);
  }
  throw targetUnreadable(path, `it is no directory, which ${kind}: reads`);
}

/**
 * A directory tree, read as one layer without digest. Opening throws PratiqueError `oci/target-unreadable`.
 */
export function treeSource(target: TreeTarget, limits: Limits = defaultLimits): ImageSource {
  return {
    kind: target.kind,
    target: target.text,
    async open({ signal } = {}) {
      signal?.throwIfAborted();
      const root = await rootOf(target);
      const leaveOut = await leftOut(target.kind, root);
      const layer: Layer = {
        index: 0,
        mediaType: TREE_MEDIA_TYPE,
        size: 0,
        read: async (visitor, signal) => {
          signal?.throwIfAborted();
          return new TreeWalk(root, visitor, { limits, signal, leaveOut }).run();
        },
      };
      return { annotations: {}, layers: [layer], baseLayers: async () => undefined, close: async () => {} };
    },
  };
}
