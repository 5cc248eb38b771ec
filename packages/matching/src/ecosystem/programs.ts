/** A program found by its bytes (or named in an SBOM), and where knowledge of its upstream releases stands. */
export interface Program {
  /** Package names that mean this program, lower case. */
  readonly names: readonly string[];
  /** Component in Bitnami's vulnerability database: ranges over upstream releases. */
  readonly bitnami?: string;
  /** Product in the end-of-life data. */
  readonly lifecycle?: string;
  /** A Go toolchain: advisories of Go's standard library and of the toolchain itself apply. */
  readonly goToolchain?: boolean;
}

/**
 * Bitnami's data are about upstream releases, kept for the components that Bitnami packages. They are complete for some
 * (node, php, java, mariadb) and late or thin for others (ruby, lua): a program without a hit is not known to be clean
 * beyond what Bitnami tracks. Programs without a row are not assessed. `mysql-client` there is MariaDB's: left out.
 */
export const programs: readonly Program[] = [
  { names: ['node', 'nodejs', 'node.js'], bitnami: 'node', lifecycle: 'nodejs' },
  { names: ['python', 'cpython', 'python3', 'libpython'], bitnami: 'python', lifecycle: 'python' },
  { names: ['go', 'golang'], bitnami: 'golang', lifecycle: 'go', goToolchain: true },
  { names: ['php', 'php-cli', 'php-fpm', 'php-cgi', 'libphp'], bitnami: 'php', lifecycle: 'php' },
  { names: ['ruby'], bitnami: 'ruby', lifecycle: 'ruby' },
  { names: ['perl'], lifecycle: 'perl' },
  // Most builds in images are Temurin's or follow its calendar; a build that names its vendor has that one's.
  { names: ['openjdk', 'java', 'jre', 'jdk', 'java_jre', 'java_jdk'], bitnami: 'java', lifecycle: 'eclipse-temurin' },
  { names: ['temurin', 'eclipse-temurin', 'adoptopenjdk'], bitnami: 'java', lifecycle: 'eclipse-temurin' },
  { names: ['corretto', 'amazon-corretto'], bitnami: 'java', lifecycle: 'amazon-corretto' },
  { names: ['zulu', 'azul-zulu'], bitnami: 'java', lifecycle: 'azul-zulu' },
  { names: ['liberica', 'bellsoft-liberica'], bitnami: 'java', lifecycle: 'bellsoft-liberica' },
  { names: ['semeru', 'ibm-semeru'], bitnami: 'java', lifecycle: 'ibm-semeru' },
  { names: ['sapmachine'], bitnami: 'java', lifecycle: 'sapmachine' },
  { names: ['oracle-jdk', 'oracle-jre'], bitnami: 'java', lifecycle: 'oracle-jdk' },
  { names: ['dotnet', 'dotnet-runtime', 'microsoft.netcore.app'], bitnami: 'dotnet', lifecycle: 'dotnet' },
  { names: ['aspnet-core', 'aspnetcore'], bitnami: 'aspnet-core', lifecycle: 'dotnet' },
  { names: ['dotnet-sdk'], bitnami: 'dotnet-sdk' },
  { names: ['powershell', 'pwsh'], bitnami: 'powershell', lifecycle: 'powershell' },
  { names: ['erlang', 'erlang-otp'], lifecycle: 'erlang' },
  { names: ['elixir'], lifecycle: 'elixir' },
  { names: ['lua'], bitnami: 'lua', lifecycle: 'lua' },
  { names: ['julia'], lifecycle: 'julia' },
  { names: ['ghc'], lifecycle: 'ghc' },
  { names: ['deno'], lifecycle: 'deno' },
  { names: ['rust', 'rustc', 'rust-standard-library'], lifecycle: 'rust' },
  { names: ['nginx'], bitnami: 'nginx', lifecycle: 'nginx' },
  { names: ['openresty'], bitnami: 'openresty' },
  { names: ['httpd', 'apache', 'apache2', 'apache-http-server'], bitnami: 'apache', lifecycle: 'apache-http-server' },
  { names: ['haproxy'], bitnami: 'haproxy', lifecycle: 'haproxy' },
  { names: ['envoy'], bitnami: 'envoy', lifecycle: 'envoy' },
  { names: ['traefik'], lifecycle: 'traefik' },
  { names: ['varnish'], bitnami: 'varnish' },
  { names: ['tomcat', 'apache-tomcat'], bitnami: 'tomcat', lifecycle: 'tomcat' },
  { names: ['wildfly'], bitnami: 'wildfly' },
  { names: ['redis', 'redis-server'], bitnami: 'redis', lifecycle: 'redis' },
  { names: ['valkey', 'valkey-server'], bitnami: 'valkey', lifecycle: 'valkey' },
  { names: ['keydb'], bitnami: 'keydb' },
  { names: ['memcached'], bitnami: 'memcached', lifecycle: 'memcached' },
  { names: ['postgresql', 'postgres'], bitnami: 'postgresql', lifecycle: 'postgresql' },
  { names: ['mysql', 'mysqld', 'mysql-server'], lifecycle: 'mysql' },
  { names: ['mariadb', 'mariadb-server'], bitnami: 'mariadb', lifecycle: 'mariadb' },
  { names: ['mongodb', 'mongod'], bitnami: 'mongodb', lifecycle: 'mongodb' },
  { names: ['sqlite', 'sqlite3'], bitnami: 'sqlite', lifecycle: 'sqlite' },
  { names: ['couchdb'], bitnami: 'couchdb', lifecycle: 'apache-couchdb' },
  { names: ['cassandra'], bitnami: 'cassandra', lifecycle: 'apache-cassandra' },
  { names: ['elasticsearch'], bitnami: 'elasticsearch', lifecycle: 'elasticsearch' },
  { names: ['kibana'], bitnami: 'kibana', lifecycle: 'kibana' },
  { names: ['logstash'], bitnami: 'logstash', lifecycle: 'logstash' },
  { names: ['solr'], bitnami: 'solr', lifecycle: 'solr' },
  { names: ['neo4j'], bitnami: 'neo4j', lifecycle: 'neo4j' },
  { names: ['influxdb', 'influxd'], bitnami: 'influxdb', lifecycle: 'influxdb' },
  { names: ['clickhouse'], bitnami: 'clickhouse', lifecycle: 'clickhouse' },
  { names: ['rabbitmq', 'rabbitmq-server'], bitnami: 'rabbitmq', lifecycle: 'rabbitmq' },
  { names: ['kafka'], bitnami: 'kafka', lifecycle: 'apache-kafka' },
  { names: ['zookeeper'], bitnami: 'zookeeper', lifecycle: 'zookeeper' },
  { names: ['activemq'], bitnami: 'activemq', lifecycle: 'apache-activemq' },
  { names: ['nats', 'nats-server'], bitnami: 'nats' },
  { names: ['consul'], bitnami: 'consul', lifecycle: 'consul' },
  { names: ['vault'], bitnami: 'vault', lifecycle: 'hashicorp-vault' },
  { names: ['openbao', 'bao'], bitnami: 'openbao', lifecycle: 'openbao' },
  { names: ['etcd'], bitnami: 'etcd', lifecycle: 'etcd' },
  { names: ['prometheus'], bitnami: 'prometheus', lifecycle: 'prometheus' },
  { names: ['alertmanager'], bitnami: 'alertmanager' },
  { names: ['grafana', 'grafana-server'], bitnami: 'grafana', lifecycle: 'grafana' },
  { names: ['jaeger'], bitnami: 'jaeger', lifecycle: 'jaeger' },
  { names: ['fluent-bit'], bitnami: 'fluent-bit', lifecycle: 'fluent-bit' },
  { names: ['helm'], bitnami: 'helm' },
  { names: ['argo-cd', 'argocd'], bitnami: 'argo-cd', lifecycle: 'argo-cd' },
  { names: ['cilium'], bitnami: 'cilium', lifecycle: 'cilium' },
  { names: ['contour'], bitnami: 'contour', lifecycle: 'contour' },
  { names: ['minio'], bitnami: 'minio' },
  { names: ['gitea'], bitnami: 'gitea' },
  { names: ['gitlab'], bitnami: 'gitlab', lifecycle: 'gitlab' },
  { names: ['git'], bitnami: 'git' },
  { names: ['jenkins'], bitnami: 'jenkins', lifecycle: 'jenkins' },
  { names: ['gradle'], bitnami: 'gradle', lifecycle: 'gradle' },
  { names: ['maven', 'apache-maven'], bitnami: 'maven', lifecycle: 'apache-maven' },
  { names: ['composer'], bitnami: 'composer', lifecycle: 'composer' },
  { names: ['wp-cli'], bitnami: 'wp-cli' },
  { names: ['wordpress'], bitnami: 'wordpress', lifecycle: 'wordpress' },
  { names: ['drupal'], bitnami: 'drupal', lifecycle: 'drupal' },
  { names: ['joomla'], bitnami: 'joomla', lifecycle: 'joomla' },
  { names: ['mediawiki'], lifecycle: 'mediawiki' },
  { names: ['nextcloud'], bitnami: 'nextcloud', lifecycle: 'nextcloud' },
  { names: ['phpmyadmin'], bitnami: 'phpmyadmin', lifecycle: 'phpmyadmin' },
  { names: ['spark'], bitnami: 'spark', lifecycle: 'apache-spark' },
  { names: ['arangodb'], bitnami: 'arangodb', lifecycle: 'arangodb' },
  { names: ['squid'], lifecycle: 'squid' },
  { names: ['postfix'], lifecycle: 'postfix' },
  { names: ['dovecot'], lifecycle: 'dovecot' },
  { names: ['proftpd'], lifecycle: 'proftpd' },
  { names: ['zabbix'], lifecycle: 'zabbix' },
  { names: ['openldap', 'slapd'], bitnami: 'openldap' },
  { names: ['openssl'], lifecycle: 'openssl' },
];

const byName = new Map(programs.flatMap((program) => program.names.map((name) => [name, program] as const)));

/** The program that a package name means, or undefined where none is known. */
export function programNamed(name: string): Program | undefined {
  return byName.get(name.toLowerCase());
}
