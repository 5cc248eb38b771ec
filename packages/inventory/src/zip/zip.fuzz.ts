import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FuzzTarget } from '@pratique/testkit';
import { eachMember, isProblem, openZip, readMember, type ZipMember } from './zip-archive.ts';

const fixtures = join(import.meta.dirname, 'fixtures');

/** Lists an archive and unpacks all that it claims to hold, within bounds. */
export const target: FuzzTarget = {
  name: 'inventory/zip',
  seeds: () => readdirSync(fixtures).map((name) => readFileSync(join(fixtures, name))),
  async run(input) {
    const archive = openZip(input);
    if (isProblem(archive)) return;
    const members: ZipMember[] = [];
    eachMember(archive, 100, (member) => members.push(member));
    for (const member of members) await readMember(archive, member, 100_000);
  },
};
