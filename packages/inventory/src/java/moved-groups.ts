/** Until which version a project's artefacts stood under a group that it left. */
interface Move {
  readonly artifact: RegExp;
  readonly version: RegExp;
  readonly group: string;
}

/** Projects that moved on Maven Central, by what was published under the one group and the other. First match counts. */
const moves: readonly Move[] = [
  { artifact: /^asm(?:-all|-analysis|-commons|-tree|-util|-xml)?$/, version: /^[123]\./, group: 'asm' },
  { artifact: /^asm(?:-all|-analysis|-commons|-tree|-util|-xml)?$/, version: /^/, group: 'org.ow2.asm' },
  { artifact: /^aspectj(?:rt|tools|weaver)$/, version: /^1\.[0-5]\./, group: 'aspectj' },
  { artifact: /^batik-/, version: /^1\.(?:[0-5]\b|6$)/, group: 'batik' },
  { artifact: /^bcprov-/, version: /^1\d\d$/, group: 'bouncycastle' },
  { artifact: /^dom4j$/, version: /^[01]\./, group: 'dom4j' },
  { artifact: /^dom4j$/, version: /^/, group: 'org.dom4j' },
  { artifact: /^ehcache$/, version: /^3\./, group: 'org.ehcache' },
  { artifact: /^freemarker$/, version: /^2\.(?:[0-2]\b|3\.(?:\d|1[0-2])$)/, group: 'freemarker' },
  { artifact: /^groovy(?:-|$)/, version: /^[123]\./, group: 'org.codehaus.groovy' },
  { artifact: /^groovy(?:-|$)/, version: /^/, group: 'org.apache.groovy' },
  { artifact: /^hibernate-commons-annotations$/, version: /^3\./, group: 'org.hibernate' },
  {
    artifact: /^hibernate-(?:agroal|c3p0|community-dialects|core|envers|hikaricp|jcache|proxool|spatial|testing)$/,
    version: /^(?:[6-9]|\d\d)\./,
    group: 'org.hibernate.orm',
  },
  { artifact: /^hibernate-validator(?:-|$)/, version: /^[345]\./, group: 'org.hibernate' },
  { artifact: /^hibernate-validator(?:-|$)/, version: /^(?:[6-9]|\d\d)\./, group: 'org.hibernate.validator' },
  { artifact: /^hsqldb$/, version: /^1\./, group: 'hsqldb' },
  { artifact: /^javassist$/, version: /^3\.(?:\d|1[0-2])\./, group: 'javassist' },
  { artifact: /^jdom$/, version: /^1\.[1-9]/, group: 'org.jdom' },
  // Jetty 4 to 6 was published by Mortbay, before it moved to Eclipse.
  {
    artifact: /^jetty(?:-util|-client|-management|-plus|-servlet-tester|-sslengine|-start)?$/,
    version: /^[456]\./,
    group: 'org.mortbay.jetty',
  },
  { artifact: /^js$/, version: /^1\.[67]R/, group: 'rhino' },
  { artifact: /^js$/, version: /^(?:19|2\d)\./, group: 'org.graalvm.js' },
  { artifact: /^jna$/, version: /^(?:[12]\.|3\.0\.)/, group: 'com.sun.jna' },
  { artifact: /^nekohtml$/, version: /^(?:0|1\.9\.[0-6]\b)/, group: 'nekohtml' },
  { artifact: /^netty$/, version: /^3\.[0-2]\./, group: 'org.jboss.netty' },
  { artifact: /^postgresql$/, version: /^(?:[78]\.|9\.[01])/, group: 'postgresql' },
  { artifact: /^quartz$/, version: /^1\.[0-5]\b/, group: 'quartz' },
  { artifact: /^quartz$/, version: /^1\.6\b/, group: 'opensymphony' },
];

/** The group of an artefact whose project moved, by version; undefined for all others. */
export function movedGroup(artifact: string, version: string): string | undefined {
  return moves.find((move) => move.artifact.test(artifact) && move.version.test(version))?.group;
}
