import { describeWithTestData } from '@pratique/testkit';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isProblem, openZip, eachMember, readMember, type ZipMember } from '../zip/zip-archive.ts';
import { centralName, knownGroup } from './known-groups.ts';

describe('knownGroup', () => {
  test.each([
    ['commons-io', '2.11.0', 'commons-io'],
    ['commons-lang3', '3.7', 'org.apache.commons'],
    ['log4j', '1.2.17', 'log4j'],
    ['log4j-core', '2.14.1', 'org.apache.logging.log4j'],
    ['spring-web', '5.3.0', 'org.springframework'],
    ['spring-security-web', '5.3.0', 'org.springframework.security'],
    ['spring-boot-autoconfigure', '2.7.0', 'org.springframework.boot'],
    ['jetty-util', '9.4.11.v20180605', 'org.eclipse.jetty'],
    ['jetty-util', '6.1.26', 'org.mortbay.jetty'],
    ['dom4j', '1.6.1', 'dom4j'],
    ['dom4j', '2.1.1', 'org.dom4j'],
    ['groovy-json', '2.4.21', 'org.codehaus.groovy'],
    ['groovy-json', '4.0.0', 'org.apache.groovy'],
    ['nothing-known', '1', undefined],
    ['constructor', '1', undefined],
  ])('%s %s', (artifact, version, group) => {
    expect(knownGroup(artifact, version)).toBe(group);
  });
});

test.each([
  ['tomcat9-catalina', 'tomcat-catalina'],
  ['log4j-1.2', 'log4j'],
  ['struts2-core', 'struts2-core'],
  ['commons-lang3', 'commons-lang3'],
  ['jaxb2-basics', 'jaxb2-basics'],
])('centralName of %s', (name, central) => {
  expect(centralName(name)).toBe(central);
});

describeWithTestData('known groups against the Maven advisories of OSV', (folder) => {
  test('every artefact that both know stands under one of the groups OSV gives', async () => {
    const archive = openZip(readFileSync(join(folder, 'feeds/osv/Maven/all.zip')));
    if (isProblem(archive)) throw new Error(archive.reason);
    const members: ZipMember[] = [];
    eachMember(archive, 100_000, (member) => members.push(member));
    const groups = new Map<string, Set<string>>();
    for (const member of members) {
      const text = String(await readMember(archive, member, 10_000_000));
      for (const [, group = '', artifact = ''] of text.matchAll(/"name":\s*"([\w.-]+):([\w.-]+)"/g)) {
        groups.set(artifact, (groups.get(artifact) ?? new Set()).add(group));
      }
    }
    const known = [...groups].filter(([artifact]) => !/-\d/.test(artifact) && knownGroup(artifact, '99') !== undefined);
    const wrong = known.filter(([artifact, stated]) => !stated.has(knownGroup(artifact, '99') ?? ''));
    expect(known.length).toBeGreaterThan(40);
    expect(wrong.map(([artifact, stated]) => `${artifact}: ${[...stated].join(' ')}`)).toEqual([]);
  });
});
