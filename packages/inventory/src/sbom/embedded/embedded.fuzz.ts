import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogBytes, type FuzzTarget } from '@pratique/testkit';
import { embeddedSbomCataloger } from './cataloger.ts';

export const target: FuzzTarget = {
  name: 'inventory/embedded-sbom',
  seeds: () => [readFileSync(join(import.meta.dirname, 'fixtures/bitnami/opt/bitnami/redis/.spdx-redis.spdx'))],
  async run(input) {
    await catalogBytes(embeddedSbomCataloger, 'opt/bitnami/redis/.spdx-redis.spdx', input);
  },
};
