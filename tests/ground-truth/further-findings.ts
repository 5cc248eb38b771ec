/** Findings beyond `expected-matches.json`, judged one by one to be right. */
export interface FurtherFindings {
  /** Why the expected pairs do not have them, and why they are right. */
  readonly reason: string;
  /** By image: `ID package@version`. */
  readonly findings: Readonly<Record<string, readonly string[]>>;
}

/**
 * Against the feed that the expected pairs were worked out from, and no other, there is nothing beyond them. A finding
 * that turns up there is a false positive, or belongs here with its reason.
 */
export const furtherInNamedFeed: Readonly<Record<string, FurtherFindings>> = {};

/** Of one source package: the same flaws in each of its binary packages. */
const of = (packages: readonly string[], ids: readonly string[]): string[] =>
  ids.flatMap((id) => packages.map((name) => `${id} ${name}`));

const alpine318 = [
  ...of(['musl@1.2.4-r2', 'musl-utils@1.2.4-r2'], ['CVE-2025-26519']),
  ...of(['libcrypto3@3.1.7-r0', 'libssl3@3.1.7-r0'], ['CVE-2024-9143', 'CVE-2024-13176']),
];

/** Against all feeds of the test data, by class. */
export const furtherInAllFeeds: Readonly<Record<string, FurtherFindings>> = {
  'end of life': {
    reason: 'The release of the distribution is past its support; the expected pairs know only vulnerabilities.',
    findings: {
      'alpine-3.7.oci.tar': ['EOL-alpine-linux-3.7 alpine@3.7.3'],
      'alpine-3.8.oci.tar': ['EOL-alpine-linux-3.8 alpine@3.8.5'],
      'alpine-3.18.oci.tar': ['EOL-alpine-linux-3.18 alpine@3.18.9'],
      'node-app.oci.tar': ['EOL-alpine-linux-3.18 alpine@3.18.9'],
      'debian-10-metadata.oci.tar': ['EOL-debian-10 debian@10'],
      'debian-11-trimmed.oci.tar': ['EOL-debian-11 debian@11'],
    },
  },
  'later advisories of the distribution': {
    reason:
      'The tracker-derived list of the expected pairs ends in April 2023; the OSV records of Debian are of January 2026. ' +
      'Each installed version is below the fix that the DLA names, or the record names no fix.',
    findings: {
      'debian-10-metadata.oci.tar': [
        ...of(
          ['libssl1.1@1.1.1c-1', 'openssl@1.1.1c-1'],
          ['CVE-2023-0464', 'CVE-2023-0465', 'CVE-2023-0466', 'CVE-2023-2650', 'CVE-2023-3446', 'CVE-2023-3817'],
        ),
        ...of(
          ['curl@7.64.0-4', 'libcurl4@7.64.0-4'],
          ['CVE-2023-27534', 'CVE-2023-28321', 'CVE-2023-28322', 'CVE-2023-38546', 'CVE-2023-46218'],
        ),
        ...of(['libsystemd0@241-5', 'libudev1@241-5'], ['CVE-2022-3821']),
      ],
      'debian-11-trimmed.oci.tar': [
        ...of(
          ['libsystemd0@247.3-7+deb11u5', 'libudev1@247.3-7+deb11u5'],
          ['CVE-2023-7008', 'CVE-2023-50387', 'CVE-2023-50868', 'CVE-2025-4598'],
        ),
        ...of(
          ['libssl1.1@1.1.1w-0+deb11u1'],
          [
            'CVE-2023-5678', 'CVE-2024-0727', 'CVE-2024-2511', 'CVE-2024-4741', 'CVE-2024-5535', 'CVE-2024-9143',
            'CVE-2024-13176', 'CVE-2025-9230', 'CVE-2025-68160', 'CVE-2025-69418', 'CVE-2025-69419', 'CVE-2025-69420',
            'CVE-2025-69421', 'CVE-2026-22795', 'CVE-2026-22796',
          ],
        ),
      ],
    },
  }, // prettier-ignore
  'packages of another ecosystem': {
    reason: 'The expected pairs of this image are of its Python or npm packages alone; these are of its distribution.',
    findings: { 'node-app.oci.tar': alpine318 },
  },
  'flaws that Debian calls unimportant': {
    reason:
      'Open in every release, of urgency "unimportant": disputed (systemd) or of another processor (OpenSSL). Shown as ' +
      'negligible and without a fix. The expected pairs know only resolved entries.',
    findings: {
      'debian-11-trimmed.oci.tar': [
        ...of(
          ['libsystemd0@247.3-7+deb11u5', 'libudev1@247.3-7+deb11u5'],
          ['CVE-2023-31437', 'CVE-2023-31438', 'CVE-2023-31439'],
        ),
        'CVE-2025-27587 libssl1.1@1.1.1w-0+deb11u1',
      ],
      'debian-12-family.oci.tar:reports-api-1.0': [
        ...of(
          ['libsystemd0@252.39-1~deb12u2', 'libudev1@252.39-1~deb12u2'],
          ['CVE-2023-31437', 'CVE-2023-31438', 'CVE-2023-31439'],
        ),
        ...of(['libssl3@3.0.20-1~deb12u2', 'openssl@3.0.20-1~deb12u2'], ['CVE-2025-27587']),
      ],
    },
  },
};

/** The listed lines of one image, over all classes. */
export function listed(classes: Readonly<Record<string, FurtherFindings>>, image: string): readonly string[] {
  return Object.values(classes).flatMap(({ findings }) => findings[image] ?? []);
}
