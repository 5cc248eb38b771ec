import type { Cataloger } from '@pratique/model';
import { installedPackages } from '../reading/installed-packages.ts';
import { asText, type JsonObject, onlyMalformed, readJsonObject } from '../reading/json.ts';
import { licenseExpression } from '../reading/license.ts';

/** The channel's name out of its address: `conda-forge`, `main` of `…/pkgs/main/linux-64`. */
function channelName(channel: string | undefined, subdir: string | undefined): string | undefined {
  const segments = channel
    ?.replace(/[?#].*$/, '')
    .split('/')
    .filter((segment) => segment !== '');
  if (segments && segments.length > 1 && segments.at(-1) === subdir) segments.pop();
  const name = segments?.at(-1);
  return name !== undefined && /^[\w.-]{1,100}$/.test(name) ? name : undefined;
}

/** The qualifiers of a conda purl (purl-spec, conda): build, channel, subdir, type of archive. */
function qualifiers(record: JsonObject): Readonly<Record<string, string>> {
  const subdir = asText(record['subdir']);
  const fileName = asText(record['fn']) ?? '';
  const stated = {
    build: asText(record['build']),
    channel: channelName(asText(record['channel']), subdir),
    subdir,
    type: /\.(conda|tar\.bz2)$/.exec(fileName)?.[1],
  };
  const short = Object.entries(stated).filter(([, value]) => value !== undefined && /^[\w.+-]{1,200}$/.test(value));
  return Object.fromEntries(short) as Record<string, string>;
}

/** Catalogs the packages of conda environments, by the records in `conda-meta`. */
export const condaCataloger: Cataloger = {
  id: 'conda-meta',
  version: 1,
  scope: 'always',
  finds: ['conda'],
  globs: ['**/conda-meta/*.json'],
  maxBytes: 64 * 1024 * 1024,

  catalog(file) {
    const json = readJsonObject(file);
    if ('problem' in json) return json.problem;
    const record = json.value;
    const name = asText(record['name']);
    if (name === undefined) return onlyMalformed(file, 'names no package');
    const version = asText(record['version']) ?? '';
    const license = licenseExpression(asText(record['license']));
    return installedPackages(file, [
      { type: 'conda', name, version, license, purl: { name, qualifiers: qualifiers(record) } },
    ]);
  },
};
