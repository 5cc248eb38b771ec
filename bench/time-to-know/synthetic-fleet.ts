import type { Digest, Package, Sbom } from '@pratique/model';
import type { ContainerReport } from '@pratique/store';
import { seededRandom } from '@pratique/testkit';

/** Packages of an image: those of its base, and those of its application. */
const BASE_PACKAGES = 180;
const APPLICATION_PACKAGES = 120;
/** Distinct names to draw from. */
const SYSTEM_NAMES = 6000;
const LIBRARY_NAMES = 20_000;
/** Builds of one repository. Two in three change the application's packages. */
const BUILDS = 20;
const CREATED = '2026-11-20T00:00:00Z';

/** In every base; 80% of the images have the version that the large delta speaks of. */
export const COMMON = { name: 'libcommon', affected: '2.36-9', other: '2.41-1' };
/** In 1% of the images. */
export const RARE = { name: 'librare', affected: '1.0-1' };

const debian = {
  id: 'debian',
  versionId: '12',
  codename: 'bookworm',
  idLike: [],
  channels: [],
  path: 'etc/os-release',
};

export const systemName = (n: number): string => `libsystem${n}`;
export const libraryName = (n: number): string => `library-${n}`;

const digest = (n: number, kind: string): Digest => `sha256:${kind}${n.toString(16).padStart(62, '0')}`;

function system(name: string, version: string): Package {
  return {
    type: 'deb', name, version, purl: `pkg:deb/debian/${name}@${version}?arch=amd64&distro=debian-12`, evidence: 'installed',
    architecture: 'amd64', license: 'MIT', vendor: 'Debian', locations: [{ path: 'var/lib/dpkg/status' }], fromBase: 'yes',
    foundBy: 'dpkg',
  }; // prettier-ignore
}

function library(name: string, version: string): Package {
  return {
    type: 'npm', name, version, purl: `pkg:npm/${name}@${version}`, evidence: 'installed', license: 'MIT',
    locations: [{ path: `app/node_modules/${name}/package.json` }], fromBase: 'no', foundBy: 'npm',
  }; // prettier-ignore
}

/** Few names are everywhere, most are rare. */
function zipf(random: () => number, names: number): number {
  return Math.min(names - 1, Math.floor(names ** random()) - 1);
}

/**
 * A fleet as fleets are: a few bases under all images, repositories with their builds, a long tail of libraries. The same
 * numbers give the same fleet.
 */
export class SyntheticFleet {
  readonly images: number;
  readonly repositories: number;
  readonly #bases: readonly (readonly Package[])[];

  constructor(images: number) {
    const random = seededRandom(1);
    this.images = images;
    this.repositories = Math.ceil(images / BUILDS);
    this.#bases = Array.from({ length: Math.max(100, Math.ceil(images / 200)) }, (_, base) => {
      const names = new Set<number>();
      while (names.size < BASE_PACKAGES) names.add(zipf(random, SYSTEM_NAMES));
      const packages = [...names].map((n) => system(systemName(n), `1.${Math.floor(random() * 4)}-1`));
      packages.push(system(COMMON.name, base % 5 === 0 ? COMMON.other : COMMON.affected));
      if (base % 100 === 1) packages.push(system(RARE.name, RARE.affected));
      return packages;
    });
  }

  /** The image with a number. */
  sbom(number: number): Sbom {
    const repository = Math.floor(number / BUILDS);
    const base = this.#bases[repository % this.#bases.length] ?? [];
    const random = seededRandom(repository + 7);
    const libraries = new Map<string, Package>();
    while (libraries.size < APPLICATION_PACKAGES) {
      const name = libraryName(zipf(random, LIBRARY_NAMES));
      libraries.set(name, library(name, `${1 + Math.floor(random() * 3)}.0.0`));
    }
    // Each build that changes anything moves one library on.
    const build = Math.ceil(((number % BUILDS) * 2) / 3);
    const names = [...libraries.keys()];
    for (let step = 0; step < build; step++) {
      const name = names[step % names.length] ?? '';
      libraries.set(name, library(name, `9.${step}.0`));
    }
    return {
      subject: {
        kind: 'image',
        name: `registry.example/team-${repository % 50}/app-${repository}:${number % BUILDS}`,
        image: {
          references: [`registry.example/team-${repository % 50}/app-${repository}:${number % BUILDS}`],
          manifestDigest: digest(number, 'aa'),
          configDigest: digest(number, 'bb'),
          platform: { os: 'linux', architecture: 'amd64' },
        },
        config: {
          created: CREATED, user: 'app', env: [], entrypoint: [], cmd: ['node'], workingDir: '', exposedPorts: ['8080/tcp'],
          volumes: [], labels: {}, healthcheck: true, history: [], diffIds: [],
        }, // prettier-ignore
      },
      distribution: debian,
      packages: [...base, ...libraries.values()],
      unknowns: [],
      layers: [],
      programs: [],
      catalogers: { dpkg: 1, npm: 1 },
      createdAt: CREATED,
    };
  }

  /** What runs in a cluster: a share of all containers, over all images, one namespace for each team. */
  containers(cluster: number, clusters: number, all: number): ContainerReport[] {
    return Array.from({ length: Math.floor(all / clusters) }, (_, n) => {
      const number = n * clusters + cluster;
      const image = number % this.images;
      const repository = Math.floor(image / BUILDS);
      return {
        uid: `pod-${number}/main`,
        name: 'main',
        imageDigest: digest(image, 'bb'),
        namespace: `team-${repository % 50}`,
        team: `team-${repository % 50}`,
        labels: {},
        workload: { kind: 'Deployment', name: `app-${repository}` },
      };
    });
  }
}
