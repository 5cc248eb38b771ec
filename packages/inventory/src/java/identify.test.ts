import { describe, expect, test } from 'vitest';
import { identify, type PomRecord } from './identify.ts';
import { parseManifest } from './manifest.ts';

function named(path: string, manifest: readonly string[], poms: readonly PomRecord[] = []): string | undefined {
  const { main } = identify({ path, poms, manifest: parseManifest(manifest.join('\n')) });
  return main && `${main.group ?? '?'}:${main.artifact}@${main.version}`;
}

function pom(group: string, artifact: string, version: string): PomRecord {
  return { group, artifact, version, licenses: [] };
}

describe('the manifest and the file name together', () => {
  test.each([
    [
      'failureaccess-1.0.1.jar',
      ['Bundle-SymbolicName: com.google.guava.failureaccess', 'Bundle-Version: 1.0.1'],
      'com.google.guava:failureaccess@1.0.1',
    ],
    [
      'acme-core-1.0.jar',
      ['Bundle-SymbolicName: org.acme.team.acme-core;singleton:=true'],
      'org.acme.team:acme-core@1.0',
    ],
    [
      'lib/catalina.jar',
      ['Bundle-SymbolicName: org.apache.tomcat-catalina', 'Bundle-Version: 9.0.70'],
      'org.apache.tomcat:tomcat-catalina@9.0.70',
    ],
    [
      'elasticsearch-8.14.3.jar',
      ['Implementation-Title: org.elasticsearch#server;8.14.3'],
      'org.elasticsearch:elasticsearch@8.14.3',
    ],
    [
      'archaius-core.jar',
      ['Implementation-Title: com.netflix.archaius#archaius-core;0.7.6'],
      'com.netflix.archaius:archaius-core@0.7.6',
    ],
    [
      'com.fasterxml.jackson.core.jackson-databind-2.13.4.jar',
      [],
      'com.fasterxml.jackson.core:jackson-databind@2.13.4',
    ],
    [
      'com.atlassian.gadgets.atlassian-gadgets-api.jar',
      ['Implementation-Version: 1.0'],
      'com.atlassian.gadgets:atlassian-gadgets-api@1.0',
    ],
    ['org.eclipse.sisu.inject-0.3.5.jar', [], 'org.eclipse.sisu:org.eclipse.sisu.inject@0.3.5'],
    [
      'google-oauth-client-1.25.0.jar',
      ['Bundle-SymbolicName: com.google.oauth-client', 'Implementation-Vendor-Id: com.google.oauth-client'],
      'com.google.oauth-client:google-oauth-client@1.25.0',
    ],
    ['app.jar', ['Implementation-Title: maven-wrapper', 'Implementation-Version: 0.5.6'], '?:maven-wrapper@0.5.6'],
    ['app.jar', ['Implementation-Title: The Best App', 'Implementation-Version: 0.5.6'], '?:app@0.5.6'],
    ['old.jar', ['Implementation-Version: 1.3 2244 October 5 2005'], '?:old@1.3'],
    ['x.jar', ['Bundle-Name: %name', 'Implementation-Version: ${version}', 'Bundle-Version: 2.0.1'], '?:x@2.0.1'],
    ['jetty-6.1.26.jar', [], 'org.mortbay.jetty:jetty@6.1.26'],
    [
      'ant-junit.jar',
      ['Ant-Version: Apache Ant 1.8.2', '', 'Name: org/apache/tools/ant/', 'Implementation-Version: 1.8.2'],
      'org.apache.ant:ant-junit@1.8.2',
    ],
    [
      'many.jar',
      ['Created-By: x', '', 'Name: a/', 'Implementation-Version: 1.0', '', 'Name: b/', 'Implementation-Version: 2.0'],
      '?:many@',
    ],
    [
      'spring-web-5.3.26.jar',
      ['Implementation-Title: spring-web', 'Automatic-Module-Name: spring.web'],
      'org.springframework:spring-web@5.3.26',
    ],
  ])('%s %j', (path, manifest, expected) => {
    expect(named(path, manifest)).toBe(expected);
  });
});

describe('records of Maven', () => {
  const guava = pom('com.google.guava', 'guava', '29.0-jre');
  const shadedGuava = pom('org.apache.hadoop.thirdparty', 'hadoop-shaded-guava', '1.1.0-SNAPSHOT');

  test('the record that the file name names is the archive, the others were merged', () => {
    const found = identify({ path: 'hadoop-shaded-guava-1.1.0-SNAPSHOT.jar', poms: [guava, shadedGuava] });
    expect(found.main).toMatchObject({ artifact: 'hadoop-shaded-guava', version: '1.1.0-SNAPSHOT' });
    expect(found.merged).toEqual([guava]);
  });

  test.each([
    [
      'io.quarkus.gizmo.gizmo-1.1.1.Final.jar',
      [pom('io.quarkus.gizmo', 'gizmo', '1.1.1.Final'), guava],
      'io.quarkus.gizmo:gizmo@1.1.1.Final',
    ],
    ['app.jar', [pom('com.example', 'orders-service', '3.1')], 'com.example:orders-service@3.1'],
    ['orders.jar', [pom('com.example', 'orders-service', '3.1'), guava], undefined],
    ['worker-2.0.jar', [guava], '?:worker@2.0'],
    ['guava-consumer-1.0.jar', [guava], '?:guava-consumer@1.0'],
    ['my-guava.jar', [guava], 'com.google.guava:guava@29.0-jre'],
    ['guava-29.0-jre-shaded.jar', [guava, shadedGuava], 'com.google.guava:guava@29.0-jre'],
  ])('%s', (path, poms, expected) => {
    expect(named(path, [], poms)).toBe(expected);
  });

  test('an archive that the manifest names, with a merged record', () => {
    const manifest = ['Implementation-Title: worker', 'Implementation-Version: 2.0'];
    expect(named('app.jar', manifest, [guava])).toBe('?:worker@2.0');
  });
});
