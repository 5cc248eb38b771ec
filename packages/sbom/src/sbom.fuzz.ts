import type { FuzzTarget } from '@pratique/testkit';
import { parseSbom } from './format.ts';

const cycloneDx = {
  bomFormat: 'CycloneDX',
  metadata: { properties: [{ name: 'pratique:sbom', value: '{"subject":{"kind":"image","name":"x"}}' }] },
  components: [
    { type: 'library', purl: 'pkg:npm/a@1', properties: [{ name: 'pratique:package', value: '{"source":{}}' }] },
  ],
  dependencies: [{ ref: 'pkg:npm/a@1', dependsOn: ['pkg:npm/a@1'] }],
};
const spdx = {
  spdxVersion: 'SPDX-2.3',
  packages: [
    { SPDXID: 'a', externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:deb/debian/a@1?distro=debian-12' }] },
  ],
  relationships: [{ spdxElementId: 'a', relatedSpdxElement: 'a', relationshipType: 'DEPENDS_ON' }],
};

export const target: FuzzTarget = {
  name: 'sbom/documents',
  seeds: () => [cycloneDx, spdx].map((document) => Buffer.from(JSON.stringify(document))),
  run(input) {
    parseSbom(input, 'fuzz');
  },
};
