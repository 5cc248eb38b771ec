import { linesOf } from '../os-package/lines.ts';
import { phrase } from '../os-package/tokens.ts';
import { parseAssignments, type Release } from './os-release.ts';

/** How the one-line release files name a distribution, and the os-release ID that it has elsewhere. First match counts. */
const names: ReadonlyArray<readonly [RegExp, string]> = [
  [/^red hat enterprise linux coreos/i, 'rhcos'],
  [/^red hat (enterprise )?linux/i, 'rhel'],
  [/^centos/i, 'centos'],
  [/^rocky/i, 'rocky'],
  [/^almalinux/i, 'almalinux'],
  [/^fedora/i, 'fedora'],
  [/^(oracle|enterprise) linux/i, 'ol'],
  [/^amazon linux/i, 'amzn'],
  [/^scientific linux/i, 'scientific'],
  [/^cloudlinux/i, 'cloudlinux'],
  [/^virtuozzo/i, 'virtuozzo'],
  [/^eurolinux/i, 'eurolinux'],
  [/^openeuler/i, 'openeuler'],
  [/^anolis/i, 'anolis'],
  [/^alibaba cloud/i, 'alinux'],
  [/^tencentos/i, 'tencentos'],
  [/^(vmware )?photon/i, 'photon'],
  [/^(cbl-)?mariner/i, 'mariner'],
  [/^microsoft azure linux/i, 'azurelinux'],
  [/^mageia/i, 'mageia'],
  [/^alt /i, 'altlinux'],
  [/^suse linux enterprise desktop/i, 'sled'],
  [/^suse linux enterprise/i, 'sles'],
  [/^opensuse leap/i, 'opensuse-leap'],
  [/^opensuse tumbleweed/i, 'opensuse-tumbleweed'],
  [/^opensuse/i, 'opensuse'],
  [/^gentoo/i, 'gentoo'],
  [/^slackware/i, 'slackware'],
  [/^arch/i, 'arch'],
];

function firstLine(text: string): string {
  for (const line of linesOf(text)) {
    const trimmed = phrase(line);
    if (trimmed) return trimmed;
  }
  return '';
}

function versionIn(line: string): string | undefined {
  return (/\brelease v?([0-9][\w.]*)/i.exec(line) ?? /(?:^|\s)v?([0-9]+(?:\.[0-9]+)*)\b/.exec(line))?.[1];
}

/** Mariner and Azure Linux append the build date to the release, os-release does not: `2.0.20220226`. */
function releaseOf(id: string, version: string | undefined): string | undefined {
  if (id === 'mariner' || id === 'azurelinux') return version?.split('.').slice(0, 2).join('.');
  return version;
}

/** `CentOS release 6.10 (Final)` and its like: redhat-release, system-release, photon-release, gentoo-release, … */
export function parseReleaseLine(text: string): Release | undefined {
  const line = firstLine(text);
  const id = names.find(([pattern]) => pattern.test(line))?.[1];
  if (id === undefined) return undefined;
  const versionId = releaseOf(id, versionIn(line));
  const codename = /\(([^()]+)\)\s*$/.exec(line)?.[1];
  return {
    id,
    ...(versionId !== undefined && { versionId }),
    ...(codename !== undefined && { codename }),
    prettyName: line,
    idLike: [],
  };
}

/** SuSE-release: a line with the name, then `VERSION = 12` and, for SUSE Linux Enterprise, `PATCHLEVEL = 3`. */
export function parseSuseRelease(text: string): Release | undefined {
  const release = parseReleaseLine(text);
  const values = parseAssignments(text);
  const version = values.get('VERSION') ?? release?.versionId;
  const patchLevel = values.get('PATCHLEVEL');
  if (!release || version === undefined) return release;
  const servicePack = patchLevel !== undefined && patchLevel !== '0' && !version.includes('.');
  const { codename: _architecture, ...rest } = release;
  return { ...rest, versionId: servicePack ? `${version}.${patchLevel}` : version };
}

/** debian_version: `12.5` in a release, `trixie/sid` before one. Derivatives carry their parent's, so it ranks last. */
export function parseDebianVersion(text: string): Release | undefined {
  const line = firstLine(text);
  const major = /^([0-9]+)(\.[0-9.]+)?$/.exec(line)?.[1];
  if (major) return { id: 'debian', versionId: major, prettyName: `Debian GNU/Linux ${line}`, idLike: [] };
  const codename = /^([a-z]+)\/sid$/.exec(line)?.[1];
  return codename ? { id: 'debian', codename, prettyName: `Debian GNU/Linux ${line}`, idLike: [] } : undefined;
}

/** alpine-release: the version alone. */
export function parseAlpineRelease(text: string): Release | undefined {
  const line = firstLine(text);
  if (!/^[0-9][0-9A-Za-z._-]*$/.test(line)) return undefined;
  return { id: 'alpine', versionId: line, prettyName: `Alpine Linux v${line}`, idLike: [] };
}

/** arch-release is empty: that it is there says it. */
export function parseArchRelease(text: string): Release | undefined {
  return /^\s*(arch.*)?$/i.test(text.slice(0, 200)) ? { id: 'arch', prettyName: 'Arch Linux', idLike: [] } : undefined;
}

/** CPE vendors and products of system-release-cpe whose os-release ID is another word. */
const cpeIds: Readonly<Record<string, string>> = {
  redhat: 'rhel',
  fedoraproject: 'fedora',
  oracle: 'ol',
  amazon: 'amzn',
  fermilab: 'scientific',
};

/** system-release-cpe: `cpe:/o:centos:linux:6:GA` or `cpe:2.3:o:amazon:amazon_linux:2`. */
export function parseSystemReleaseCpe(text: string): Release | undefined {
  const line = firstLine(text);
  const match = /^cpe:(?:\/|2\.3:)o:([a-z0-9_-]+):[a-z0-9_.-]+:([0-9][0-9A-Za-z.]*)/i.exec(line);
  const vendor = match?.[1]?.toLowerCase();
  const versionId = match?.[2];
  if (vendor === undefined || versionId === undefined) return undefined;
  return { id: Object.hasOwn(cpeIds, vendor) ? (cpeIds[vendor] ?? vendor) : vendor, versionId, idLike: [] };
}
