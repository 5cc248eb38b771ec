import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageType, Platform } from '@pratique/model';

/** Packages of one type: how many, or exactly which, as `name@version`. */
export type ExpectedPackages = number | readonly string[];

/** One image of the test data, and what its README says of it. */
export interface ExpectedImage {
  readonly archive: string;
  readonly reference: string;
  /** Where the layout holds one image per platform. */
  readonly platform?: Platform;
  /** Package managers and ecosystems that own what they found. Types that are missing here must not be found. */
  readonly packages: Readonly<Partial<Record<PackageType, ExpectedPackages>>>;
  /** Some of the packages that are only counted. */
  readonly contains?: readonly string[];
  /** Names that must not be found. */
  readonly lacks?: readonly string[];
  readonly distribution?: string;
}

const alpine318 = ['musl@1.2.4-r2', 'libcrypto3@3.1.7-r0', 'libssl3@3.1.7-r0', 'musl-utils@1.2.4-r2'];

const jettyJars = [
  'commons-beanutils:commons-beanutils@1.9.3', 'commons-collections:commons-collections@3.2.2',
  'org.eclipse.jetty:jetty-http@9.4.11.v20180605', 'org.eclipse.jetty:jetty-io@9.4.11.v20180605',
  'org.eclipse.jetty:jetty-server@9.4.11.v20180605', 'org.eclipse.jetty:jetty-util@9.4.11.v20180605',
  'log4j:log4j@1.2.17', 'org.apache.logging.log4j:log4j-api@2.19.0', 'org.apache.logging.log4j:log4j-core@2.19.0',
]; // prettier-ignore

const ordersJars = [
  'com.example:orders@2.3.0', 'org.apache.commons:commons-lang3@3.7', 'org.apache.commons:commons-text@1.4',
  'com.fasterxml.jackson.core:jackson-annotations@2.9.0', 'com.fasterxml.jackson.core:jackson-core@2.9.6',
  'com.fasterxml.jackson.core:jackson-databind@2.9.6', 'org.apache.logging.log4j:log4j-core@2.14.1',
  'org.slf4j:slf4j-api@1.7.25', 'org.yaml:snakeyaml@1.18',
]; // prettier-ignore

/** The war names itself in its manifest (`portal` 5.1, no group); the ear around it has no identity. */
const portalJars = [
  'portal:portal@5.1', 'commons-codec:commons-codec@1.10', 'commons-fileupload:commons-fileupload@1.4',
  'commons-io:commons-io@2.11.0', 'commons-logging:commons-logging@1.2', 'org.apache.httpcomponents:httpclient@4.5.6',
  'org.apache.httpcomponents:httpcore@4.4.10', 'org.springframework:spring-beans@4.3.30.RELEASE',
  'org.springframework:spring-web@4.3.30.RELEASE',
]; // prettier-ignore

/** Shaded; its snakeyaml 1.18 is the same package as the one in orders.jar. */
const workerJars = ['com.example:worker-all@0.9.0', 'com.google.code.gson:gson@2.8.5', 'org.apache.commons:commons-compress@1.18']; // prettier-ignore

const legacyPython = [
  'Flask@1.1.2', 'Jinja2@2.11.3', 'PyYAML@5.3.1', 'Werkzeug@1.0.1', 'cryptography@3.3.2', 'requests@2.25.1',
  'urllib3@1.26.5',
]; // prettier-ignore

const distPackages = [
  'Jinja2@3.1.2', 'MarkupSafe@2.1.2', 'PyYAML@6.0', 'Werkzeug@2.2.2', 'certifi@2022.9.24', 'chardet@5.1.0',
  'charset-normalizer@3.0.1', 'click@8.1.3', 'colorama@0.4.6', 'idna@3.3', 'itsdangerous@2.1.2', 'requests@2.28.1',
  'six@1.16.0', 'urllib3@1.26.12',
]; // prettier-ignore

const distrolessPackages = ['base-files', 'ca-certificates', 'libc6', 'libssl3', 'netbase', 'tzdata'];

const lefthookModules = [
  'github.com/spf13/cobra@v1.7.0', 'github.com/spf13/viper@v1.16.0', 'golang.org/x/text@v0.9.0',
  'gopkg.in/yaml.v3@v3.0.1', 'gopkg.in/alessio/shellescape.v1@v1.0.0-20170105083845-52074bc9df61', 'stdlib@1.21.5',
]; // prettier-ignore

const gems = [
  'activesupport@6.1.7.10', 'json@2.6.3', 'loofah@2.19.1', 'mustermann@3.0.0', 'nokogiri@1.11.1', 'nokogiri@1.13.10',
  'rack@2.1.4', 'rack@2.2.22', 'rails-html-sanitizer@1.4.4', 'sinatra@3.0.5', 'tilt@2.0.11',
]; // prettier-ignore

const composerPackages = [
  'nikic/fast-route@v1.3.0', 'psr/container@2.0.2', 'psr/http-factory@1.0.1', 'guzzlehttp/psr7@1.8.3',
  'psr/http-message@1.1', 'ralouphie/getallheaders@3.0.3',
]; // prettier-ignore

const crates = ['inventory-agent@0.3.1', 'itoa@1.0.1', 'memchr@2.5.0', 'ryu@1.0.2', 'smallvec@1.9.0'];

const amd64: Platform = { os: 'linux', architecture: 'amd64' };
const arm64: Platform = { os: 'linux', architecture: 'arm64' };

/** Every reference of every image, by the README of the test data. */
export const expectedImages: readonly ExpectedImage[] = [
  { archive: 'alpine-3.7.oci.tar', reference: '3.7.3', distribution: 'alpine 3.7.3', packages: { apk: 13 }, contains: ['musl@1.1.18-r3', 'musl-utils@1.1.18-r3'] },
  { archive: 'alpine-3.8.oci.tar', reference: '3.8.5', distribution: 'alpine 3.8.5', packages: { apk: 13 }, contains: ['musl@1.1.19-r11'] },
  { archive: 'alpine-3.12.oci.tar', reference: '3.12.12', distribution: 'alpine 3.12.12', packages: { apk: 14 }, contains: ['zlib@1.2.12-r0'] },
  { archive: 'alpine-3.18.oci.tar', reference: '3.18.9', distribution: 'alpine 3.18.9', packages: { apk: 15 }, contains: alpine318 },
  { archive: 'alpine-3.20-multiarch.oci.tar', reference: '3.20.3', platform: amd64, distribution: 'alpine 3.20.3', packages: { apk: 14 }, contains: ['musl@1.2.5-r0'] },
  { archive: 'alpine-3.20-multiarch.oci.tar', reference: '3.20.3', platform: arm64, distribution: 'alpine 3.20.3', packages: { apk: 14 }, contains: ['musl@1.2.5-r0'] },
  { archive: 'alpine-3.18-apkdel.docker.tar', reference: 'example/alpine-apkdel:1', distribution: 'alpine 3.18.9', packages: { apk: 12 }, contains: alpine318.slice(0, 3), lacks: ['libc-utils', 'scanelf', 'musl-utils'] },
  { archive: 'node-app.oci.tar', reference: '1.4.2', distribution: 'alpine 3.18.9', packages: { apk: 15, npm: 84 }, contains: ['lodash@4.17.11', 'minimist@0.0.8', 'express@4.16.0', 'moment@2.19.1', 'ws@7.4.0'], lacks: ['marked', 'handlebars'] },
  { archive: 'java-app.oci.tar', reference: '2.3.0', distribution: 'alpine 3.18.9', packages: { apk: 15, maven: [...jettyJars, ...ordersJars, ...portalJars, ...workerJars] } },
  { archive: 'debian-12-family.oci.tar', reference: 'bookworm-slim', distribution: 'debian 12', packages: { deb: 88 }, contains: ['usr-is-merged@37~deb12u1'] },
  { archive: 'debian-12-family.oci.tar', reference: 'reports-api-1.0', distribution: 'debian 12', packages: { deb: 129, pypi: [...legacyPython, ...distPackages] }, contains: ['python3-requests@2.28.1+dfsg-1', 'python3-six@1.16.0-4'], lacks: ['python3-flask'] },
  { archive: 'debian-11-trimmed.oci.tar', reference: 'bullseye', distribution: 'debian 11', packages: { deb: 96 }, contains: ['hostname@3.23'] },
  { archive: 'debian-10-metadata.oci.tar', reference: '10.0', distribution: 'debian 10', packages: { deb: 38 }, contains: ['apt@1.8.2', 'curl@7.64.0-4'] },
  { archive: 'ubuntu-18.04-metadata.oci.tar', reference: '18.04', distribution: 'ubuntu 18.04', packages: { deb: 357 }, contains: ['hostname@3.20'] },
  { archive: 'distroless-go.oci.tar', reference: 'base', distribution: 'debian 12', packages: { deb: 6 }, contains: distrolessPackages },
  // 32 modules in the build information, the main module, and the standard library that go1.21.5 compiled in.
  { archive: 'distroless-go.oci.tar', reference: 'lefthook-1.6.1', distribution: 'debian 12', packages: { deb: 6, golang: 32 + 2 }, contains: [...distrolessPackages, 'github.com/evilmartians/lefthook', ...lefthookModules] },
  { archive: 'scratch-go.oci.tar', reference: 'esbuild-0.17.0', packages: { golang: 3 }, contains: ['github.com/evanw/esbuild', 'golang.org/x/sys@v0.0.0-20220715151400-c0bba94af5f8', 'stdlib@1.19.4'] },
  { archive: 'rpm-sqlite-mariner2.oci.tar', reference: '2.0', distribution: 'mariner 2.0', packages: { rpm: 129 }, contains: ['zlib@1.2.11-5.cm2'] },
  { archive: 'rpm-ndb-sle15.oci.tar', reference: '15', distribution: 'sles 15.3', packages: { rpm: 35 }, contains: ['glibc@2.31-9.3.2'] },
  { archive: 'rpm-bdb-rhel8.oci.tar', reference: '8.8', distribution: 'rhel 8.8', packages: { rpm: ['libuuid@2.32.1-42.el8_8'] } },
  { archive: 'rpm-sqlite-almalinux9.oci.tar', reference: '9.0', distribution: 'almalinux 9.0', packages: { rpm: 47 }, contains: ['bind-libs@32:9.16.23-1.el9_0.1', 'vim-minimal@2:8.2.2637-16.el9_0.2', 'almalinux-release'] },
  // 51 libraries of type package and the runtime pack; the project of deps.json is a program, not a NuGet package.
  { archive: 'polyglot-app.oci.tar', reference: '1.0', distribution: 'alpine 3.12.12', packages: { apk: 14, gem: gems, composer: composerPackages, cargo: crates, nuget: 51 + 1 }, contains: ['Newtonsoft.Json@13.0.3', 'Humanizer@2.14.1', 'Microsoft.NETCore.App.Runtime.win-x64@8.0.14'] },
  { archive: 'lockfiles.oci.tar', reference: '1', packages: {} },
  { archive: 'alpine-3.20-zstd.oci.tar', reference: 'zstd', distribution: 'alpine 3.20.3', packages: { apk: 14 }, contains: ['musl@1.2.5-r0'] },
]; // prettier-ignore

/** `debian-12-family.oci.tar:bookworm-slim`, with the platform where there are several. */
export function titleOf({ archive, reference, platform }: ExpectedImage): string {
  return `${archive}:${reference}${platform ? ` ${platform.architecture}` : ''}`;
}

/** The image as the command line names it. */
export function targetOf(folder: string, { archive, reference }: ExpectedImage): string {
  const kind = archive.endsWith('.docker.tar') ? 'docker-archive' : 'oci-archive';
  return `${kind}:${join(folder, 'images', archive)}:${reference}`;
}

/** One line of the README that names an image by its digests. */
export interface NamedDigests {
  readonly title: string;
  readonly manifest?: string;
  readonly config: string;
  /** Beginning of each layer's digest, with its size as stored. */
  readonly layers: readonly { readonly digest: string; readonly size: number }[];
}

const imageLine =
  /^- (?<reference>\S+?)(?: (?<architecture>amd64|arm64))?: (?:manifest (?<manifest>sha256:\w{64}), )?config (?<config>sha256:\w{64}); (?<count>\d+) layers?: (?<layers>.*)$/;

/** The digests that the README of the test data gives, in its order. */
export function readDigests(folder: string): readonly NamedDigests[] {
  const named: NamedDigests[] = [];
  let archive = '';
  for (const line of readFileSync(join(folder, 'images', 'README.md'), 'utf8').split('\n')) {
    archive = /^## (\S+\.tar)/.exec(line)?.[1] ?? archive;
    const fields = imageLine.exec(line)?.groups;
    if (!fields) continue;
    const { reference, architecture, manifest, config = '', layers = '' } = fields;
    named.push({
      title: `${archive}:${reference}${architecture ? ` ${architecture}` : ''}`,
      ...(manifest && { manifest }),
      config,
      layers: [...layers.matchAll(/(sha256:\w{12})… tar(?:\+\w+)? (\d+)/g)].map(([, digest = '', size]) => ({
        digest,
        size: Number(size),
      })),
    });
  }
  return named;
}
