import { licenseExpression } from '../reading/license.ts';
import { attribute, type Manifest } from './manifest.ts';

/** Addresses under which manifests and poms name licences. Compared without scheme, `www.` and ending. */
const byAddress: readonly (readonly [RegExp, string])[] = [
  [/^(?:apache\.org|opensource\.org)\/licenses\/(?:apache|license)-2\.0/, 'Apache-2.0'],
  [/^opensource\.org\/licenses\/mit/, 'MIT'],
  [/^opensource\.org\/licenses\/bsd-3-clause/, 'BSD-3-Clause'],
  [/^opensource\.org\/licenses\/bsd-2-clause/, 'BSD-2-Clause'],
  [/^eclipse\.org\/(?:legal|org\/documents)\/epl-v10/, 'EPL-1.0'],
  [/^eclipse\.org\/legal\/epl-(?:v20|2\.0)/, 'EPL-2.0'],
  [/^eclipse\.org\/org\/documents\/edl-v10/, 'BSD-3-Clause'],
  [/^mozilla\.org\/(?:en-us\/)?mpl\/2\.0/, 'MPL-2.0'],
  [/^mozilla\.org\/mpl\/mpl-1\.1/, 'MPL-1.1'],
  [/^gnu\.org\/(?:software\/)?licenses\/(?:old-licenses\/)?lgpl-2\.1/, 'LGPL-2.1-only'],
  [/^creativecommons\.org\/publicdomain\/zero\/1\.0/, 'CC0-1.0'],
];

/** Names as poms spell them, beyond what all ecosystems share. */
const byName: readonly (readonly [RegExp, string])[] = [
  [/^(?:the )?apache (?:software )?licen[sc]e,? *(?:version |v\.? ?)?2(?:\.0)?$/i, 'Apache-2.0'],
  [/^(?:the )?mit license(?: \(mit\))?$/i, 'MIT'],
  [/^(?:the )?eclipse public license,? *(?:-? ?version |-? ?v\.? ?)?1\.0$/i, 'EPL-1.0'],
  [/^(?:the )?eclipse public license,? *(?:-? ?version |-? ?v\.? ?)?2\.0$/i, 'EPL-2.0'],
  [/^(?:the )?(?:new )?bsd[- ]3[- ]clause(?: license)?$/i, 'BSD-3-Clause'],
  [/^(?:the )?bsd[- ]2[- ]clause(?: license)?$/i, 'BSD-2-Clause'],
  [/^(?:the )?gnu lesser general public license,? *(?:version |v\.? ?)?2\.1$/i, 'LGPL-2.1-only'],
  [/^mozilla public license,? *(?:version |v\.? ?)?2\.0$/i, 'MPL-2.0'],
  [/^(?:cddl|common development and distribution license).{0,20}1\.0.{0,5}$/i, 'CDDL-1.0'],
  [/^(?:cddl|common development and distribution license).{0,20}1\.1.{0,5}$/i, 'CDDL-1.1'],
];

function fromName(text: string): string | undefined {
  return byName.find(([shape]) => shape.test(text.trim()))?.[1];
}

function fromAddress(text: string): string | undefined {
  const address = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '');
  return byAddress.find(([shape]) => shape.test(address))?.[1];
}

const MAX_HEADER = 4096;

/** The names in a Bundle-License header: `name;link="…"`, separated by commas outside quotes (OSGi Core, 3.2.1.13). */
function bundleLicenses(header: string): string[] {
  return (header.slice(0, MAX_HEADER).match(/(?:"[^"]*"|[^",])+/g) ?? [])
    .map((entry) => entry.split(';')[0]?.replaceAll('"', '').trim() ?? '')
    .filter((name) => name !== '' && name !== '<<EXTERNAL>>');
}

/** The SPDX expression of what a pom names, else of the manifest's Plugin-License-Name or Bundle-License. */
export function archiveLicense(declared: readonly string[], manifest: Manifest | undefined): string | undefined {
  const plugin = attribute(manifest, 'Plugin-License-Name');
  const stated =
    declared.length > 0 ? declared : plugin ? [plugin] : bundleLicenses(attribute(manifest, 'Bundle-License') ?? '');
  const names = stated
    .map((name) => fromAddress(name) ?? fromName(name) ?? name)
    // An address that stands for no known licence is no name.
    .filter((name) => !/^https?:/i.test(name));
  return licenseExpression(names, 'OR');
}
