import type { Package } from '@pratique/model';

/** Packages built from the kernel's source that carry only its interface: headers and build files, no kernel code. */
const headerPackages: ReadonlyMap<string, RegExp> = new Map([
  ['deb', /^linux-(?:libc-dev(?:-[\w-]{1,40})?|(?:[\w.+-]{1,60}-)?headers(?:-[\w.+-]{1,80})?|kbuild-[\w.+-]{1,40})$/],
  ['rpm', /^kernel(?:-[\w-]{1,40})?-(?:headers|devel|cross-headers)(?:-matched)?$|^kernel-headers$|^kernel-devel$/],
  ['apk', /^linux-headers$/],
]);

/**
 * Whether the package is kernel headers. They are built from the kernel's source, so that every flaw of the kernel names
 * them, yet a container runs on its host's kernel and never on these files.
 */
export function isKernelHeaders(pkg: Pick<Package, 'type' | 'name' | 'source'>): boolean {
  if (!headerPackages.get(pkg.type)?.test(pkg.name)) return false;
  return !pkg.source || /^(?:linux|kernel)(?:-|$)/.test(pkg.source.name);
}
