/**
 * Folders into which package managers install or download: `node_modules`, Python's two, the caches of Go and Cargo, an
 * unpacked gem, and Composer's and Bundler's `vendor`. Only those of Composer go by the form `vendor/VENDOR/NAME`.
 */
const installed =
  /(?:^|\/)(?:node_modules|(?:site|dist)-packages|pkg\/mod|\.?cargo\/(?:registry|git)|registry\/src|gems\/[^/]+-\d[^/]*|vendor\/bundle|vendor\/[^/]+\/[^/]+(?=\/composer\.lock$))\//;

/**
 * Whether a path lies in a tree that a package manager installed. A lockfile there is how a dependency was developed: it
 * says nothing of what is installed beside it.
 */
export function isInInstalledTree(path: string): boolean {
  return installed.test(path);
}
