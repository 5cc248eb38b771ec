import { compileGlob } from '@pratique/foundation';
import type { Cataloger, CatalogFile, CatalogResult } from '@pratique/model';
import { asArray, asText, malformed, readJsonObject } from '../reading/json.ts';
import { parseApkRepositories } from './apk-repositories.ts';
import { channelOfDebianSource, parseAptSources } from './channels/apt-sources.ts';
import { channelsOfRedHatRepository, channelsOfSuseName, enabledRepositories } from './channels/rpm-repositories.ts';
import { channelOfUbuntuSource, channelsOfAptAuth, channelsOfProStatus } from './channels/ubuntu.ts';
import { APK_REPOSITORIES } from './choose.ts';
import { parseLsbRelease, parseOsRelease, type Release } from './os-release.ts';
import {
  parseAlpineRelease,
  parseArchRelease,
  parseDebianVersion,
  parseReleaseLine,
  parseSuseRelease,
  parseSystemReleaseCpe,
} from './release-files.ts';

/** Configuration files are small; what is larger is none. */
const MAX_BYTES = 4 * 1024 * 1024;

function released(file: CatalogFile, release: Release | undefined): CatalogResult {
  return release ? { distributions: [{ ...release, channels: [], path: file.entry.path }] } : {};
}

function subscribed(file: CatalogFile, id: string, channels: readonly string[]): CatalogResult {
  if (channels.length === 0) return {};
  return { distributions: [{ id, idLike: [], channels: [...new Set(channels)].sort(), path: file.entry.path }] };
}

function textOf(file: CatalogFile): string {
  return file.bytes.toString('utf8');
}

function osRelease(file: CatalogFile): CatalogResult {
  const release = parseOsRelease(textOf(file));
  return release ? released(file, release) : { unknowns: [malformed(file, 'says neither ID nor NAME')] };
}

function proStatus(file: CatalogFile): CatalogResult {
  const status = readJsonObject(file);
  return 'problem' in status ? status.problem : subscribed(file, 'ubuntu', channelsOfProStatus(status.value));
}

function aptSources(file: CatalogFile): CatalogResult {
  const sources = parseAptSources(file.entry.path, textOf(file));
  const ubuntu = sources.map(channelOfUbuntuSource).filter((channel) => channel !== undefined);
  const debian = sources.map(channelOfDebianSource).filter((channel) => channel !== undefined);
  return {
    distributions: [
      ...(subscribed(file, 'ubuntu', ubuntu).distributions ?? []),
      ...(subscribed(file, 'debian', debian).distributions ?? []),
    ],
  };
}

function contentManifest(file: CatalogFile): CatalogResult {
  const manifest = readJsonObject(file);
  if ('problem' in manifest) return manifest.problem;
  const sets = asArray(manifest.value['content_sets']).map((set) => asText(set) ?? '');
  return subscribed(file, 'rhel', sets.flatMap(channelsOfRedHatRepository));
}

type Reader = (file: CatalogFile) => CatalogResult;

function release(parse: (text: string) => Release | undefined): Reader {
  return (file) => released(file, parse(textOf(file)));
}

/** Which file is read how. The first glob that fits counts. */
const readers: ReadonlyArray<readonly [glob: string, read: Reader]> = [
  ['etc/os-release', osRelease],
  ['usr/lib/os-release', osRelease],
  ['etc/lsb-release', release(parseLsbRelease)],
  ['etc/alpine-release', release(parseAlpineRelease)],
  ['etc/debian_version', release(parseDebianVersion)],
  ['etc/arch-release', release(parseArchRelease)],
  ['etc/SuSE-release', release(parseSuseRelease)],
  ['etc/system-release-cpe', release(parseSystemReleaseCpe)],
  [
    'etc/{oracle,rocky,almalinux,sl,centos,fedora,photon,mariner,azurelinux,openEuler,redhat,system,gentoo}-release',
    release(parseReleaseLine),
  ],
  ['etc/slackware-version', release(parseReleaseLine)],
  [APK_REPOSITORIES, release(parseApkRepositories)],
  ['var/lib/ubuntu-advantage/status.json', proStatus],
  ['etc/apt/sources.list', aptSources],
  ['etc/apt/sources.list.d/*.{list,sources}', aptSources],
  ['etc/apt/auth.conf', (file) => subscribed(file, 'ubuntu', channelsOfAptAuth(textOf(file)))],
  ['etc/apt/auth.conf.d/*', (file) => subscribed(file, 'ubuntu', channelsOfAptAuth(textOf(file)))],
  [
    'etc/yum.repos.d/*.repo',
    (file) => subscribed(file, 'rhel', enabledRepositories(textOf(file)).flatMap(channelsOfRedHatRepository)),
  ],
  ['root/buildinfo/content_manifests/*.json', contentManifest],
  [
    'etc/zypp/repos.d/*.repo',
    (file) => subscribed(file, 'sles', enabledRepositories(textOf(file)).flatMap(channelsOfSuseName)),
  ],
  ['etc/products.d/*.prod', (file) => subscribed(file, 'sles', channelsOfSuseName(file.entry.path))],
];

const compiled = readers.map(([glob, read]) => ({ pattern: compileGlob(glob), read }));

/**
 * Establishes which distribution release an image is, and which support channels it is subscribed to: one candidate per
 * file, of which `chooseDistribution` makes one distribution. Reads only the root's own files: a nested root file system
 * is another system.
 */
export const distributionCataloger: Cataloger = {
  id: 'distribution',
  version: 1,
  scope: 'always',
  finds: [],
  globs: readers.map(([glob]) => glob),
  maxBytes: MAX_BYTES,
  catalog(file) {
    return compiled.find(({ pattern }) => pattern.test(file.entry.path))?.read(file) ?? {};
  },
};
