import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { catalogBytes, type FuzzTarget } from '@pratique/testkit';
import { javaArchiveCataloger } from './cataloger.ts';
import { parseManifest } from './manifest.ts';
import { parsePomProperties } from './pom-properties.ts';
import { parsePomXml } from './pom-xml.ts';

const fixtures = join(import.meta.dirname, 'fixtures');

function smallArchives(): Buffer[] {
  return readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
    .map((name) => join(fixtures, name))
    .filter((path) => /\.[a-z]ar$/.test(path) && statSync(path).isFile())
    .sort()
    .map((path) => readFileSync(path));
}

const text = [
  'Manifest-Version: 1.0\r\nBundle-SymbolicName: org.a.b;singleton:=true\r\nImplementation-Version: 1.0\r\n\r\n',
  'groupId=org.a\nartifactId=b\nversion=1.0\n',
  '<project><parent><groupId>org.a</groupId></parent><artifactId>b</artifactId><version>${v}</version><properties><v>1</v></properties></project>',
];

/** Whole archives, nested ones included; and the records within, which checksums keep mutations away from. */
export const targets: readonly FuzzTarget[] = [
  {
    name: 'inventory/java-archive',
    seeds: smallArchives,
    run: async (input) => void (await catalogBytes(javaArchiveCataloger, 'app/some-lib-1.0.jar', input)),
  },
  {
    name: 'inventory/java-records',
    seeds: () => text.map((seed) => Buffer.from(seed)),
    run(input) {
      const record = input.toString('utf8');
      parseManifest(record);
      parsePomProperties(record);
      parsePomXml(record);
    },
  },
];
