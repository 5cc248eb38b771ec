import { join } from 'node:path';
import { buildZip, catalogBytes, describeCataloger } from '@pratique/testkit';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { javaArchiveCataloger } from './cataloger.ts';

const orders = 'pkg:maven/com.example/orders@2.3.0';
const commonsIo = 'pkg:maven/commons-io/commons-io@2.11.0';
const snakeyaml = 'pkg:maven/org.yaml/snakeyaml@1.33';

describeCataloger(javaArchiveCataloger, import.meta.dirname, [
  {
    fixture: 'maven-records',
    purls: [commonsIo, snakeyaml, 'pkg:maven/org.jsoup/jsoup@1.15.3'],
    check: ({ packages }) => {
      const found = packages.find(({ name }) => name === 'org.jsoup:jsoup');
      expect(found?.license).toBe('MIT');
      expect(found?.properties).toBeUndefined();
      expect(found?.member).toBeUndefined();
    },
  },
  {
    fixture: 'manifest-and-name',
    purls: [
      'pkg:maven/com.jcraft/jsch@0.1.54',
      'pkg:maven/com.thoughtworks.xstream/xstream@1.4.20',
      'pkg:maven/log4j/log4j@1.2.17',
      'pkg:maven/org.apache.ant/ant@1.10.13',
      'pkg:maven/org.apache.lucene/lucene-core@4.10.4',
      'pkg:maven/org.apache.tomcat/tomcat-catalina@9.0.70',
      'pkg:maven/org.hsqldb/hsqldb@2.6.0',
      'pkg:maven/org.springframework/spring-core@4.3.30.RELEASE',
      'pkg:maven/velocity-tools/velocity-tools@2.0',
      'pkg:maven/xerces/xercesImpl@2.12.0',
    ],
    check: ({ packages }) => {
      const guessed = packages.filter(({ properties }) => properties?.['groupGuessed'] === 'yes');
      expect(guessed.map(({ name }) => name)).toEqual(['velocity-tools:velocity-tools']);
    },
  },
  {
    fixture: 'spring-boot',
    purls: [orders, commonsIo, snakeyaml],
    check: ({ packages }) =>
      expect(packages.map(({ member }) => member)).toEqual([
        undefined,
        'BOOT-INF/lib/commons-io-2.11.0.jar',
        'BOOT-INF/lib/snakeyaml-1.33.jar',
      ]),
  },
  { fixture: 'executable', purls: [orders, commonsIo, snakeyaml, orders, commonsIo, snakeyaml] },
  {
    fixture: 'war-in-ear',
    purls: [
      'pkg:maven/com.google.guava/guava@31.1-jre',
      'pkg:maven/commons-fileupload/commons-fileupload@1.4',
      'pkg:maven/portal/portal@5.1',
    ],
    check: ({ packages }) =>
      expect(packages.map(({ member }) => member)).toContain('portal.war!/WEB-INF/lib/guava-31.1-jre.jar'),
  },
  { fixture: 'shaded', purls: ['pkg:maven/com.example/worker-all@0.9.0', commonsIo, snakeyaml] },
  { fixture: 'shaded-renamed', purls: [commonsIo, snakeyaml] },
  { fixture: 'jenkins', purls: ['pkg:maven/org.jenkins-ci.plugins/git@4.8.2'] },
  {
    fixture: 'repository',
    purls: ['pkg:maven/org.example.team/tool@1.0', 'pkg:maven/org.example/other@2.1'],
  },
  {
    fixture: 'no-identity',
    purls: ['pkg:maven/app/app'],
    unknowns: 1,
    check: ({ packages, unknowns }) => {
      expect(packages[0]?.version).toBe('');
      expect(unknowns[0]?.code).toBe('unidentified');
    },
  },
  {
    fixture: 'truncated',
    purls: [],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns[0]?.code).toBe('unreadable'),
  },
  {
    fixture: 'encrypted-member',
    purls: [orders, commonsIo],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns[0]?.code).toBe('unsupported'),
  },
  {
    fixture: 'damaged-member',
    purls: [orders, commonsIo],
    unknowns: 1,
    check: ({ unknowns }) => expect(unknowns[0]?.code).toBe('malformed'),
  },
  { fixture: 'too-deep', purls: [], unknowns: 1, check: ({ unknowns }) => expect(unknowns[0]?.code).toBe('too-large') },
]);

describe('javaArchiveCataloger', () => {
  test.each([
    ['an empty file', ''],
    ['an archive of WinRAR', 'Rar!\u001a\u0007'],
  ])('says nothing of %s', async (_title, content) => {
    expect(await catalogBytes(javaArchiveCataloger, 'data/x.rar', Buffer.from(content, 'latin1'))).toEqual({});
  });

  test('the path of the archive itself names what its records do not', async () => {
    const bytes = readFileSync(join(import.meta.dirname, 'fixtures/no-identity/app/app.jar'));
    const { packages } = await catalogBytes(javaArchiveCataloger, 'opt/lib/billing-core-1.4.2.jar', bytes);
    expect(packages?.map(({ name, version }) => `${name}@${version}`)).toEqual(['billing-core:billing-core@1.4.2']);
  });

  test('a member with a very long name is read: Java loads it', async () => {
    const inner = buildZip({
      'META-INF/maven/com.example/orders/pom.properties': 'groupId=com.example\nartifactId=orders\nversion=2.3.0\n',
    });
    const bytes = buildZip({ [`${'x'.repeat(5000)}/orders.jar`]: inner });
    const { packages } = await catalogBytes(javaArchiveCataloger, 'app.jar', bytes);
    expect(packages?.map(({ name, version }) => `${name}@${version}`)).toContain('com.example:orders@2.3.0');
  });
});
