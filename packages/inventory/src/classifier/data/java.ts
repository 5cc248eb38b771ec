import type { Classifier, Product } from '../classifier.ts';

const openjdk: Product = { name: 'openjdk', cpe: 'oracle:openjdk', bitnami: 'java' };
const oracle: Product = { name: 'oracle-jdk', cpe: 'oracle:jdk', bitnami: 'java' };
const graalvm: Product = { name: 'graalvm', cpe: 'oracle:graalvm' };
const ibm: Product = { name: 'ibm-java', cpe: 'ibm:java' };

/** The launcher's own texts: vendor word, program name, short version, full version (launcher/defines.h). */
const launcher = String.raw`\d+[.\d]*\0+(?<version>\d+[.+\d][^\0]{1,80})`;

/**
 * Java. All builds of OpenJDK (Temurin, Zulu, Corretto, Semeru, a distribution's) are one product, so that the `release`
 * file and the launcher of one installation are one package.
 */
export const java: readonly Classifier[] = [
  {
    id: 'java-release',
    title: 'Java (release file)',
    files: ['**/release'],
    kind: 'text',
    product: openjdk,
    rules: [
      {
        anchors: ['GRAALVM_VERSION='],
        pattern: /^GRAALVM_VERSION="(?<version>\d+\.\d+\.\d+[\w.+-]*)"/,
        product: graalvm,
      },
      {
        anchors: ['BUILD_TYPE="commercial"'],
        window: [2000, 2000],
        pattern: /JAVA_RUNTIME_VERSION="(?<version>\d[^"\s]{0,80})"/,
        product: oracle,
      },
      { anchors: ['JAVA_RUNTIME_VERSION='], pattern: /^JAVA_RUNTIME_VERSION="(?<version>\d[^"\s]{0,80})"/ },
    ],
    evidence: 'real',
  },
  {
    id: 'java-launcher',
    title: 'Java (launcher)',
    files: ['**/java', '**/java.exe', '**/jdb'],
    product: openjdk,
    rules: [
      {
        anchors: ['-jvmci-'],
        window: [40, 60],
        pattern: /\0(?<version>\d+[.\d]+\+\d+-jvmci-\d+[.\d]+-b\d+)\0/,
        product: graalvm,
      },
      { anchors: ['openjdk\0java\0'], pattern: new RegExp(String.raw`^openjdk\0java\0+${launcher}\0`) },
      // On arm64 the compiler puts the texts in another order.
      { anchors: ['openjdk\0java\0'], window: [200, 0], pattern: new RegExp(String.raw`\0${launcher}\0+$`) },
      { anchors: ['-foreman_'], window: [60, 60], pattern: /\0(?<version>1\.\d\.0-foreman_[\w-]+)\0/, product: ibm },
      { anchors: ['\0java\0'], pattern: new RegExp(String.raw`^\0java\0+${launcher}\0`), product: oracle },
    ],
    evidence: 'real',
  },
];
