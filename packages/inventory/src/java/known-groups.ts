/**
 * Groups of common artefacts on Maven Central whose archives often do not state them: old releases, and those that a
 * distribution built with another tool. Artifact ids are separated by spaces; each stands under one group on Central
 * that matters.
 */
const groups: Readonly<Record<string, string>> = {
  antlr: 'antlr',
  aopalliance: 'aopalliance',
  asm: 'asm asm-all asm-commons asm-tree',
  avalon: 'avalon-framework',
  axis: 'axis axis-jaxrpc axis-saaj',
  'biz.aQute.bnd': 'biz.aQute.bndlib',
  'ch.qos.logback': 'logback-access logback-classic logback-core',
  'com.beust': 'jcommander',
  'com.fasterxml': 'classmate',
  'com.fasterxml.jackson.core': 'jackson-annotations jackson-core jackson-databind',
  'com.fasterxml.jackson.dataformat':
    'jackson-dataformat-avro jackson-dataformat-cbor jackson-dataformat-csv jackson-dataformat-ion jackson-dataformat-properties jackson-dataformat-protobuf jackson-dataformat-smile jackson-dataformat-toml jackson-dataformat-xml jackson-dataformat-yaml',
  'com.fasterxml.jackson.datatype':
    'jackson-datatype-guava jackson-datatype-hibernate4 jackson-datatype-hibernate5 jackson-datatype-jdk8 jackson-datatype-joda jackson-datatype-jsr310 jackson-datatype-jsr353',
  'com.fasterxml.jackson.jaxrs': 'jackson-jaxrs-base jackson-jaxrs-json-provider jackson-jaxrs-xml-provider',
  'com.fasterxml.jackson.module':
    'jackson-module-afterburner jackson-module-jaxb-annotations jackson-module-kotlin jackson-module-parameter-names jackson-module-paranamer jackson-module-scala_2.11 jackson-module-scala_2.12 jackson-module-scala_2.13',
  'com.fasterxml.woodstox': 'woodstox-core',
  'com.github.ben-manes.caffeine': 'caffeine',
  'com.github.luben': 'zstd-jni',
  'com.google.code.findbugs': 'jsr305 findbugs-annotations',
  'com.google.code.gson': 'gson',
  'com.google.errorprone': 'error_prone_annotations',
  'com.google.guava': 'guava guava-testlib failureaccess listenablefuture',
  'com.google.inject': 'guice',
  'com.google.j2objc': 'j2objc-annotations',
  'com.google.oauth-client': 'google-oauth-client',
  'com.google.protobuf': 'protobuf-java protobuf-java-util protobuf-javalite protobuf-kotlin protobuf-lite',
  'com.h2database': 'h2',
  'com.hazelcast': 'hazelcast hazelcast-all hazelcast-client',
  'com.jayway.jsonpath': 'json-path',
  'com.jcraft': 'jsch jzlib',
  'com.lmax': 'disruptor',
  'com.mchange': 'c3p0 mchange-commons-java',
  'com.microsoft.sqlserver': 'mssql-jdbc',
  'com.mysql': 'mysql-connector-j',
  'com.nimbusds': 'nimbus-jose-jwt oauth2-oidc-sdk',
  'com.rabbitmq': 'amqp-client',
  'com.squareup.okhttp3': 'okhttp logging-interceptor',
  'com.squareup.okio': 'okio okio-jvm',
  'com.squareup.retrofit2': 'retrofit',
  'com.sun.mail': 'javax.mail jakarta.mail',
  'com.sun.xml.bind': 'jaxb-core jaxb-impl jaxb-xjc',
  'com.thoughtworks.xstream': 'xstream xstream-hibernate',
  'com.zaxxer': 'HikariCP',
  'commons-beanutils': 'commons-beanutils commons-beanutils-core',
  'commons-chain': 'commons-chain',
  'commons-cli': 'commons-cli',
  'commons-codec': 'commons-codec',
  'commons-collections': 'commons-collections',
  'commons-configuration': 'commons-configuration',
  'commons-daemon': 'commons-daemon',
  'commons-dbcp': 'commons-dbcp',
  'commons-dbutils': 'commons-dbutils',
  'commons-digester': 'commons-digester',
  'commons-discovery': 'commons-discovery',
  'commons-el': 'commons-el',
  'commons-fileupload': 'commons-fileupload',
  'commons-httpclient': 'commons-httpclient',
  'commons-io': 'commons-io',
  'commons-jexl': 'commons-jexl',
  'commons-jxpath': 'commons-jxpath',
  'commons-lang': 'commons-lang',
  'commons-logging': 'commons-logging commons-logging-api',
  'commons-net': 'commons-net',
  'commons-pool': 'commons-pool',
  'commons-validator': 'commons-validator',
  'io.dropwizard.metrics': 'metrics-core metrics-jvm',
  'io.jsonwebtoken': 'jjwt jjwt-api jjwt-impl jjwt-jackson',
  'io.netty':
    'netty-all netty-buffer netty-codec netty-codec-dns netty-codec-haproxy netty-codec-http netty-codec-http2 netty-codec-mqtt netty-codec-redis netty-codec-smtp netty-codec-socks netty-common netty-handler netty-handler-proxy netty-resolver netty-resolver-dns netty-transport netty-transport-native-epoll netty-transport-native-unix-common netty-tcnative-boringssl-static netty-tcnative-classes',
  'io.projectreactor': 'reactor-core',
  'io.undertow': 'undertow-core undertow-servlet undertow-websockets-jsr',
  'jakarta.activation': 'jakarta.activation-api',
  'jakarta.annotation': 'jakarta.annotation-api',
  'jakarta.servlet': 'jakarta.servlet-api',
  'jakarta.xml.bind': 'jakarta.xml.bind-api',
  'javax.activation': 'activation javax.activation-api',
  'javax.annotation': 'jsr250-api javax.annotation-api',
  'javax.inject': 'javax.inject',
  'javax.mail': 'mail',
  'javax.servlet': 'servlet-api javax.servlet-api jstl',
  'javax.servlet.jsp': 'jsp-api javax.servlet.jsp-api',
  'javax.validation': 'validation-api',
  'javax.ws.rs': 'javax.ws.rs-api jsr311-api',
  'javax.xml.bind': 'jaxb-api',
  jaxen: 'jaxen',
  jdom: 'jdom',
  'joda-time': 'joda-time',
  junit: 'junit',
  log4j: 'log4j apache-log4j-extras',
  mysql: 'mysql-connector-java',
  'net.bytebuddy': 'byte-buddy byte-buddy-agent',
  'net.java.dev.jna': 'jna jna-platform',
  'net.minidev': 'accessors-smart json-smart',
  'net.sf.ehcache': 'ehcache ehcache-core',
  'net.sourceforge.htmlunit': 'htmlunit neko-htmlunit',
  ognl: 'ognl',
  'org.antlr': 'antlr-runtime antlr4 antlr4-runtime stringtemplate ST4',
  'org.apache.activemq':
    'activemq-all activemq-broker activemq-client activemq-core activemq-openwire-legacy artemis-commons artemis-core-client artemis-server',
  'org.apache.ant':
    'ant ant-antlr ant-apache-bcel ant-apache-bsf ant-apache-log4j ant-apache-oro ant-apache-regexp ant-apache-resolver ant-apache-xalan2 ant-commons-logging ant-commons-net ant-jai ant-javamail ant-jdepend ant-jmf ant-jsch ant-junit ant-junit4 ant-junitlauncher ant-launcher ant-netrexx ant-swing ant-testutil ant-xz',
  'org.apache.avro': 'avro',
  'org.apache.bcel': 'bcel',
  'org.apache.calcite': 'calcite-core',
  'org.apache.cassandra': 'cassandra-all',
  'org.apache.commons':
    'commons-collections4 commons-compress commons-configuration2 commons-crypto commons-csv commons-dbcp2 commons-digester3 commons-email commons-exec commons-fileupload2 commons-fileupload2-core commons-imaging commons-jcs-core commons-jcs3-core commons-jexl3 commons-lang3 commons-math commons-math3 commons-pool2 commons-rng-simple commons-text commons-vfs2',
  'org.apache.cxf':
    'cxf-api cxf-core cxf-rt-frontend-jaxrs cxf-rt-frontend-jaxws cxf-rt-rs-client cxf-rt-transports-http cxf-rt-ws-security',
  'org.apache.derby': 'derby derbyclient derbynet derbyshared derbytools',
  'org.apache.geronimo.specs': 'geronimo-jms_1.1_spec geronimo-servlet_3.0_spec',
  'org.apache.hadoop':
    'hadoop-auth hadoop-client hadoop-common hadoop-hdfs hadoop-hdfs-client hadoop-mapreduce-client-core hadoop-yarn-common hadoop-yarn-server-common',
  'org.apache.hive': 'hive-exec hive-jdbc hive-metastore hive-service',
  'org.apache.httpcomponents':
    'fluent-hc httpasyncclient httpclient httpclient-cache httpcore httpcore-nio httpmime httpclient-osgi httpcore-osgi',
  'org.apache.httpcomponents.client5': 'httpclient5',
  'org.apache.httpcomponents.core5': 'httpcore5 httpcore5-h2',
  'org.apache.ivy': 'ivy',
  'org.apache.kafka':
    'connect-api connect-json connect-runtime kafka-clients kafka-streams kafka_2.10 kafka_2.11 kafka_2.12 kafka_2.13',
  'org.apache.logging.log4j':
    'log4j-1.2-api log4j-api log4j-appserver log4j-core log4j-jcl log4j-jul log4j-layout-template-json log4j-slf4j-impl log4j-slf4j18-impl log4j-slf4j2-impl log4j-taglib log4j-to-slf4j log4j-web',
  'org.apache.lucene':
    'lucene-analysis-common lucene-analyzers-common lucene-backward-codecs lucene-core lucene-highlighter lucene-misc lucene-queries lucene-queryparser lucene-replicator lucene-suggest',
  'org.apache.maven': 'maven-artifact maven-compat maven-core maven-model maven-plugin-api maven-settings',
  'org.apache.maven.shared': 'maven-shared-utils',
  'org.apache.mina': 'mina-core',
  'org.apache.pdfbox': 'fontbox pdfbox pdfbox-tools',
  'org.apache.poi': 'poi poi-ooxml poi-ooxml-schemas poi-scratchpad',
  'org.apache.santuario': 'xmlsec',
  'org.apache.shiro': 'shiro-all shiro-core shiro-crypto-core shiro-guice shiro-spring shiro-web',
  'org.apache.solr': 'solr-core solr-solrj',
  'org.apache.sshd': 'sshd-common sshd-core sshd-mina sshd-sftp',
  'org.apache.struts': 'struts2-core struts2-rest-plugin struts2-spring-plugin struts-core',
  'org.apache.struts.xwork': 'xwork-core',
  'org.apache.thrift': 'libthrift',
  'org.apache.tika': 'tika-app tika-core tika-parsers tika-server',
  'org.apache.tomcat':
    'tomcat-annotations-api tomcat-api tomcat-catalina tomcat-catalina-ha tomcat-coyote tomcat-dbcp tomcat-el-api tomcat-jasper tomcat-jasper-el tomcat-jaspic-api tomcat-jdbc tomcat-jni tomcat-jsp-api tomcat-juli tomcat-servlet-api tomcat-storeconfig tomcat-tribes tomcat-util tomcat-util-scan tomcat-websocket tomcat-websocket-api',
  'org.apache.tomcat.embed':
    'tomcat-embed-core tomcat-embed-el tomcat-embed-jasper tomcat-embed-logging-juli tomcat-embed-websocket',
  'org.apache.velocity': 'velocity velocity-engine-core',
  'org.apache.velocity.tools': 'velocity-tools-view',
  'org.apache.wicket': 'wicket wicket-core wicket-request wicket-util',
  'org.apache.wss4j': 'wss4j-ws-security-common wss4j-ws-security-dom',
  'org.apache.xmlbeans': 'xmlbeans',
  'org.apache.xmlgraphics':
    'batik-all batik-anim batik-awt-util batik-bridge batik-codec batik-css batik-dom batik-gvt batik-script batik-svgrasterizer batik-transcoder batik-util batik-xml fop fop-core xmlgraphics-commons',
  'org.apache.xmlrpc': 'xmlrpc-client xmlrpc-common xmlrpc-server',
  'org.apache.zookeeper': 'zookeeper zookeeper-jute',
  'org.aspectj': 'aspectjrt aspectjtools aspectjweaver',
  'org.bitbucket.b_c': 'jose4j',
  'org.bouncycastle':
    'bc-fips bcmail-jdk14 bcmail-jdk15on bcmail-jdk18on bcpg-jdk15on bcpg-jdk18on bcpkix-fips bcpkix-jdk14 bcpkix-jdk15on bcpkix-jdk18on bcprov-ext-jdk15on bcprov-ext-jdk18on bcprov-jdk14 bcprov-jdk15 bcprov-jdk15on bcprov-jdk15to18 bcprov-jdk16 bcprov-jdk18on bctls-jdk15on bctls-jdk18on bcutil-jdk15on bcutil-jdk18on',
  'org.checkerframework': 'checker-compat-qual checker-qual',
  'org.codehaus.jackson': 'jackson-core-asl jackson-jaxrs jackson-mapper-asl jackson-xc',
  'org.codehaus.janino': 'commons-compiler janino',
  'org.codehaus.jettison': 'jettison',
  'org.codehaus.plexus': 'plexus-archiver plexus-cipher plexus-classworlds plexus-interpolation plexus-utils',
  'org.codehaus.woodstox': 'stax2-api woodstox-core-asl wstx-asl',
  'org.eclipse.jetty':
    'jetty-alpn-client jetty-alpn-server jetty-annotations jetty-client jetty-continuation jetty-deploy jetty-ee jetty-http jetty-io jetty-jaas jetty-jmx jetty-jndi jetty-nosql jetty-openid jetty-plus jetty-proxy jetty-quickstart jetty-rewrite jetty-runner jetty-security jetty-server jetty-servlet jetty-servlets jetty-session jetty-start jetty-unixsocket jetty-util jetty-util-ajax jetty-webapp jetty-xml',
  'org.eclipse.jgit': 'org.eclipse.jgit',
  'org.elasticsearch': 'elasticsearch elasticsearch-core elasticsearch-x-content',
  'org.freemarker': 'freemarker',
  'org.fusesource.jansi': 'jansi',
  'org.fusesource.leveldbjni': 'leveldbjni-all',
  'org.glassfish': 'javax.el javax.json jakarta.el jakarta.json',
  'org.glassfish.jersey.core': 'jersey-client jersey-common jersey-server',
  'org.hamcrest': 'hamcrest hamcrest-all hamcrest-core hamcrest-library',
  'org.hdrhistogram': 'HdrHistogram',
  'org.hibernate': 'hibernate-core hibernate-entitymanager',
  'org.hsqldb': 'hsqldb',
  'org.javassist': 'javassist',
  'org.jboss.logging': 'jboss-logging',
  'org.jboss.xnio': 'xnio-api xnio-nio',
  'org.jdom': 'jdom2',
  'org.jetbrains': 'annotations',
  'org.jetbrains.kotlin': 'kotlin-reflect kotlin-stdlib kotlin-stdlib-common kotlin-stdlib-jdk7 kotlin-stdlib-jdk8',
  'org.jline': 'jline-reader jline-terminal',
  'org.jruby': 'jruby-complete jruby-core jruby-stdlib',
  'org.json': 'json',
  'org.jsoup': 'jsoup',
  'org.keycloak': 'keycloak-common keycloak-core keycloak-saml-core keycloak-services',
  'org.liquibase': 'liquibase-core',
  'org.lz4': 'lz4-java',
  'org.mariadb.jdbc': 'mariadb-java-client',
  'org.mockito': 'mockito-all mockito-core',
  'org.mongodb': 'bson mongo-java-driver mongodb-driver-core mongodb-driver-sync',
  'org.mozilla': 'rhino rhino-engine rhino-runtime',
  'org.objenesis': 'objenesis',
  'org.opensaml': 'opensaml',
  'org.owasp.antisamy': 'antisamy',
  'org.ow2.asm': 'asm-analysis asm-debug-all asm-util',
  'org.postgresql': 'postgresql',
  'org.projectlombok': 'lombok',
  'org.quartz-scheduler': 'quartz quartz-jobs',
  'org.reactivestreams': 'reactive-streams',
  'org.reflections': 'reflections',
  'org.scala-lang': 'scala-compiler scala-library scala-reflect scala3-library_3',
  'org.slf4j':
    'jcl-over-slf4j jul-to-slf4j log4j-over-slf4j slf4j-api slf4j-ext slf4j-jcl slf4j-jdk14 slf4j-log4j12 slf4j-nop slf4j-reload4j slf4j-simple',
  'org.springframework':
    'spring spring-aop spring-aspects spring-beans spring-binding spring-context spring-context-indexer spring-context-support spring-core spring-core-test spring-expression spring-instrument spring-jcl spring-jdbc spring-jms spring-messaging spring-orm spring-oxm spring-r2dbc spring-test spring-tx spring-web spring-webflux spring-webmvc spring-webmvc-portlet spring-websocket',
  'org.springframework.amqp': 'spring-amqp spring-rabbit',
  'org.springframework.batch': 'spring-batch-core spring-batch-infrastructure',
  'org.springframework.hateoas': 'spring-hateoas',
  'org.springframework.kafka': 'spring-kafka',
  'org.springframework.ldap': 'spring-ldap-core',
  'org.springframework.plugin': 'spring-plugin-core',
  'org.springframework.retry': 'spring-retry',
  'org.springframework.ws': 'spring-ws-core spring-xml',
  'org.thymeleaf': 'thymeleaf thymeleaf-spring5 thymeleaf-spring6',
  'org.tukaani': 'xz',
  'org.xerial': 'sqlite-jdbc',
  'org.xerial.snappy': 'snappy-java',
  'org.yaml': 'snakeyaml',
  oro: 'oro',
  'redis.clients': 'jedis',
  stax: 'stax-api',
  taglibs: 'standard',
  wsdl4j: 'wsdl4j',
  xalan: 'serializer xalan',
  xerces: 'xercesImpl xmlParserAPIs',
  'xml-apis': 'xml-apis xml-apis-ext',
  'xml-resolver': 'xml-resolver',
  xmlpull: 'xmlpull',
  xpp3: 'xpp3 xpp3_min',
};

/** Families whose artefacts all stand under one group. The longest prefix counts. */
const families: readonly (readonly [prefix: string, group: string])[] = [
  ['activemq-', 'org.apache.activemq'],
  ['batik-', 'org.apache.xmlgraphics'],
  ['fop-', 'org.apache.xmlgraphics'],
  ['guice-', 'com.google.inject.extensions'],
  ['mina-', 'org.apache.mina'],
  ['tomcat-', 'org.apache.tomcat'],
  ['zookeeper-', 'org.apache.zookeeper'],
  ['spring-boot', 'org.springframework.boot'],
  ['spring-cloud-', 'org.springframework.cloud'],
  ['spring-data-', 'org.springframework.data'],
  ['spring-integration-', 'org.springframework.integration'],
  ['spring-security-', 'org.springframework.security'],
  ['spring-security-oauth', 'org.springframework.security.oauth'],
  ['spring-session-', 'org.springframework.session'],
  ['lucene-', 'org.apache.lucene'],
  ['hadoop-', 'org.apache.hadoop'],
  ['tomcat-embed-', 'org.apache.tomcat.embed'],
  ['log4j-', 'org.apache.logging.log4j'],
  ['camel-', 'org.apache.camel'],
  ['cxf-', 'org.apache.cxf'],
  ['shiro-', 'org.apache.shiro'],
  ['netty-', 'io.netty'],
  ['grpc-', 'io.grpc'],
  ['vertx-', 'io.vertx'],
  ['quarkus-', 'io.quarkus'],
  ['micronaut-', 'io.micronaut'],
  ['micrometer-', 'io.micrometer'],
  ['opentelemetry-', 'io.opentelemetry'],
  ['keycloak-', 'org.keycloak'],
  ['infinispan-', 'org.infinispan'],
  ['resteasy-reactive', 'io.quarkus.resteasy.reactive'],
  ['resteasy-', 'org.jboss.resteasy'],
  ['undertow-', 'io.undertow'],
  ['kotlin-', 'org.jetbrains.kotlin'],
];

const byArtifact: ReadonlyMap<string, string> = new Map(
  Object.entries(groups).flatMap(([group, artifacts]) =>
    artifacts
      .split(' ')
      .filter((artifact) => artifact !== '')
      .map((artifact) => [artifact, group] as const),
  ),
);

/** Names under which distributions install common artefacts. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['log4j-1.2', 'log4j'],
  ['protobuf', 'protobuf-java'],
  ['protobuf-util', 'protobuf-java-util'],
  ['xalan2', 'xalan'],
]);

/** Jetty 4 to 6 was published by Mortbay, before it moved to Eclipse. */
const mortbayJetty = /^jetty(?:-util|-client|-management|-plus|-servlet-tester|-sslengine|-start)?$/;

/** The group of a common artefact; undefined for all others. The version matters where a project moved. */
export function knownGroup(artifact: string, version: string): string | undefined {
  if (mortbayJetty.test(artifact) && /^[456]\./.test(version)) return 'org.mortbay.jetty';
  if (artifact === 'groovy' || artifact.startsWith('groovy-')) {
    return /^[123]\./.test(version) ? 'org.codehaus.groovy' : 'org.apache.groovy';
  }
  if (artifact === 'dom4j') return /^[01]\./.test(version) ? 'dom4j' : 'org.dom4j';
  const exact = byArtifact.get(artifact);
  if (exact) return exact;
  const family = families
    .filter(([prefix]) => artifact.startsWith(prefix))
    .toSorted(([a], [b]) => b.length - a.length)
    .at(0);
  return family?.[1];
}

/**
 * The artifact id on Central of a name that a distribution gave: `log4j-1.2` is `log4j`, and where several releases are
 * installed side by side, `tomcat9-catalina` is `tomcat-catalina`. All other names stay.
 */
export function centralName(artifact: string): string {
  if (byArtifact.has(artifact)) return artifact;
  const plain = renamed.get(artifact) ?? artifact.replace(/^([a-z]+)\d+(-.+)$/, '$1$2');
  return byArtifact.has(plain) || families.some(([prefix]) => plain.startsWith(prefix)) ? plain : artifact;
}
