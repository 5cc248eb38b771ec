import { createHash } from 'node:crypto';
import type { FeedOrigin } from '@pratique/model';

/** Files by path. */
export type OriginFiles = Record<string, string | Buffer>;

/**
 * An origin in memory: a folder, or with `web` one that cannot list. Validators are content digests. `reads` records the
 * paths that were asked for, in order.
 */
export function memoryOrigin(files: OriginFiles, options: { web?: boolean } = {}): FeedOrigin & { reads: string[] } {
  const reads: string[] = [];
  return {
    name: options.web ? 'https://feeds.example.com/' : '/srv/feeds',
    reads,
    async list(folder) {
      if (options.web) return undefined;
      const names = Object.keys(files)
        .filter((path) => path.startsWith(folder))
        .map((path) => path.slice(folder.length).replace(/\/.*$/s, '/'));
      return [...new Set(names)].sort();
    },
    async read(path, validator) {
      reads.push(path);
      const content = Object.hasOwn(files, path) ? files[path] : undefined;
      if (content === undefined) return undefined;
      const bytes = Buffer.from(content);
      const current = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
      return validator === current ? 'unchanged' : { bytes, validator: current };
    },
  };
}
