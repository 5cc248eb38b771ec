import { describe, expect, test } from 'vitest';
import { splitFileName } from './file-name.ts';

describe('splitFileName', () => {
  test.each([
    ['log4j-core-2.14.1', 'log4j-core', '2.14.1', undefined],
    ['log4j-1.2-api-2.19.0', 'log4j-1.2-api', '2.19.0', undefined],
    ['guava-30.1-jre', 'guava', '30.1-jre', undefined],
    ['guava-r06', 'guava', 'r06', undefined],
    ['jcsp-core-rc4', 'jcsp-core', 'rc4', undefined],
    ['trilead-ssh2-build212-hudson-5', 'trilead-ssh2', 'build212-hudson-5', undefined],
    ['spring-data-r2dbc-1.1.0.RELEASE', 'spring-data-r2dbc', '1.1.0.RELEASE', undefined],
    ['jboss-saaj-api_1.4_spec-1.0.2.Final', 'jboss-saaj-api_1.4_spec', '1.0.2.Final', undefined],
    ['kafka_2.13-3.2.2', 'kafka_2.13', '3.2.2', undefined],
    ['mockito-4-2_3-3.2.12.0-RC2', 'mockito-4-2_3', '3.2.12.0-RC2', undefined],
    ['jsp-2.1-6.1.14', 'jsp-2.1', '6.1.14', undefined],
    ['wagon-webdav-1.0.2-beta-2.2.3a-hudson', 'wagon-webdav', '1.0.2-beta-2.2.3a-hudson', undefined],
    ['commons-jelly-1.1-hudson-20100305', 'commons-jelly', '1.1-hudson-20100305', undefined],
    ['jtidy-4aug2000r7-dev-hudson-1', 'jtidy', '4aug2000r7-dev-hudson-1', undefined],
    ['app-1.0-20230101.120000-5', 'app', '1.0-20230101.120000-5', undefined],
    ['web-app-1.0-SNAPSHOT', 'web-app', '1.0-SNAPSHOT', undefined],
    ['google-api-services-storage-v1-rev171-1.25.0', 'google-api-services-storage', 'v1-rev171-1.25.0', undefined],
    ['support-v4-23.1.1', 'support-v4', '23.1.1', undefined],
    ['jackson-datatype-jsr310-2.9.0', 'jackson-datatype-jsr310', '2.9.0', undefined],
    [
      'listenablefuture-9999.0-empty-to-avoid-conflict-with-guava',
      'listenablefuture',
      '9999.0-empty-to-avoid-conflict-with-guava',
      undefined,
    ],
    ['org.eclipse.osgi_3.16.0.v20200828-0759', 'org.eclipse.osgi', '3.16.0.v20200828-0759', undefined],
    ['the-yolo-package.1.2.3-jre', 'the-yolo-package', '1.2.3-jre', undefined],
    [
      'netty-transport-native-epoll-4.1.94.Final-linux-x86_64',
      'netty-transport-native-epoll',
      '4.1.94.Final',
      'linux-x86_64',
    ],
    ['json-lib-2.4-jdk15', 'json-lib', '2.4', 'jdk15'],
    ['lib-1.0-sources', 'lib', '1.0', 'sources'],
    ['lib-1.0-javadoc', 'lib', '1.0', 'javadoc'],
    ['lib-1.0-test-sources', 'lib', '1.0', 'test-sources'],
    ['catalina', 'catalina', undefined, undefined],
    ['http4s-crypto_2.12', 'http4s-crypto_2.12', undefined, undefined],
    ['spring3-core-3.x', 'spring3-core', undefined, undefined],
  ])('%s', (stem, artifact, version, classifier) => {
    expect(splitFileName(stem)).toMatchObject({ artifact: version ? artifact : expect.stringContaining(artifact) });
    expect(splitFileName(stem)?.version).toBe(version);
    expect(splitFileName(stem)?.classifier).toBe(classifier);
  });

  test('the version of the manifest settles where the name ends', () => {
    expect(splitFileName('spring-instrumentation-4.3.0-1.0', ['1.0'])).toMatchObject({
      artifact: 'spring-instrumentation-4.3.0',
      version: '1.0',
    });
  });

  test.each(['', ' ', 'ein name', '-1.0', `${'a'.repeat(300)}-1.0`])('%j can be no name', (stem) => {
    expect(splitFileName(stem)).toBeUndefined();
  });
});
