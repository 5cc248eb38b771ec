import type { Digest } from './image.ts';
import type { PurlParts } from './purl.ts';

/** Package URL types that Pratique produces (purl-spec, PURL-TYPES). */
export type PackageType =
  | 'deb' | 'apk' | 'rpm' | 'alpm'
  | 'npm' | 'pypi' | 'maven' | 'golang' | 'cargo' | 'gem' | 'composer' | 'nuget' | 'hex' | 'pub' | 'swift'
  | 'conan' | 'conda' | 'cran' | 'hackage' | 'otp' | 'cocoapods' | 'jsr' | 'bitnami' | 'github' | 'generic'; // prettier-ignore

/** Where evidence of a package stands. `a.jar!/b.jar` names a member of an archive. */
export interface PackageLocation {
  readonly path: string;
  readonly layer?: Digest;
}

/** The source package that a binary package was built from; its version where it differs. */
export interface SourcePackage {
  readonly name: string;
  readonly version: string;
}

/** Whether the base image brought a package. `unknown` is shown so, never guessed. */
export type FromBase = 'yes' | 'no' | 'unknown';

/**
 * How a package was established: by a package manager's record or an installed artefact (`installed`), by a lockfile or
 * manifest that only declares it (`declared`), by the bytes of a program (`binary`), by an SBOM found inside (`sbom`).
 */
export type Evidence = 'installed' | 'declared' | 'binary' | 'sbom';

/** What every stage knows of a package. */
export interface PackageFacts {
  readonly type: PackageType;
  /** Full name in its ecosystem: `@scope/name`, `group:artifact`, `github.com/owner/repo`, `vendor/name`. */
  readonly name: string;
  /** As the ecosystem writes it, epoch included for deb and rpm (`1:2.3-4`). Empty: the version is not known. */
  readonly version: string;
  readonly evidence: Evidence;
  readonly architecture?: string;
  readonly source?: SourcePackage;
  /** SPDX licence expression, where declared; `LicenseRef-…` for what SPDX does not list. */
  readonly license?: string;
  /** Who built it: rpm Vendor, deb Maintainer, apk Maintainer, as written. */
  readonly vendor?: string;
  /** rpm modularity label, `name:stream:version:context`. */
  readonly modularity?: string;
  /** Only for development or test, according to the lockfile that declares it. */
  readonly development?: boolean;
  /** Ecosystem-specific facts for later questions, such as `goVersion`, `sha256`, `homepage`. Bounded, printable. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** A package as a cataloger finds it in one file, before layers, distribution and ownership are known. */
export interface FoundPackage extends PackageFacts {
  /** For OS packages without namespace and `distro` qualifier: both are added once the distribution is known. */
  readonly purl: PurlParts;
  /** Within the cataloged file, such as a jar's member path; absent: the file itself. */
  readonly member?: string;
  /** Purls (of packages found in the same file) that this one depends on directly, as canonical strings. */
  readonly dependsOn?: readonly string[];
}

/** One version of one component in its distribution context: the unit that findings belong to. */
export interface Package extends PackageFacts {
  /** Canonical purl, unique within an SBOM. */
  readonly purl: string;
  /** Every place it was found, first the one that decided. */
  readonly locations: readonly PackageLocation[];
  /** The layer that introduced it. */
  readonly layer?: Digest;
  readonly fromBase: FromBase;
  /** Purl of the OS package that owns its files. */
  readonly ownedBy?: string;
  /** Id of the cataloger. */
  readonly foundBy: string;
  readonly dependsOn?: readonly string[];
}
