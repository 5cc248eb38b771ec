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
    ['asm', '3.3.1', 'asm'],
    ['asm', '9.3', 'org.ow2.asm'],
    ['asm-tree', '4.0', 'org.ow2.asm'],
    ['batik-dom', '1.6', 'batik'],
    ['batik-dom', '1.6.1', 'org.apache.xmlgraphics'],
    ['batik-dom', '1.14', 'org.apache.xmlgraphics'],
    ['bcprov-jdk14', '138', 'bouncycastle'],
    ['bcprov-jdk15on', '1.68', 'org.bouncycastle'],
    ['ehcache', '2.10.9.2', 'net.sf.ehcache'],
    ['ehcache', '3.10.2', 'org.ehcache'],
    ['freemarker', '2.3.8', 'freemarker'],
    ['freemarker', '2.3.31', 'org.freemarker'],
    ['hibernate-commons-annotations', '5.1.2.Final', 'org.hibernate.common'],
    ['hibernate-core', '5.6.12.Final', 'org.hibernate'],
    ['hibernate-core', '6.1.5.Final', 'org.hibernate.orm'],
    ['hibernate-validator', '5.4.3.Final', 'org.hibernate'],
    ['hibernate-validator', '6.2.5.Final', 'org.hibernate.validator'],
    ['hsqldb', '1.8.0.10', 'hsqldb'],
    ['jdom', '1.0', 'jdom'],
    ['jdom', '1.1', 'org.jdom'],
    ['js', '22.3.0', 'org.graalvm.js'],
    ['js', '1.7R2', 'rhino'],
    ['js', '1.0', undefined],
    ['netty', '3.2.10.Final', 'org.jboss.netty'],
    ['perfmark-api', '0.25.0', 'io.perfmark'],
    ['postgresql', '9.1-901.jdbc4', 'postgresql'],
    ['postgresql', '42.3.7', 'org.postgresql'],
    ['quartz', '1.5.2', 'quartz'],
    ['quartz', '1.6.0', 'opensymphony'],
    ['quartz', '2.3.2', 'org.quartz-scheduler'],
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
