/** Products whose name is not their id with capital letters. */
const titles: ReadonlyMap<string, string> = new Map([
  ['apache-activemq', 'Apache ActiveMQ'],
  ['apache-couchdb', 'Apache CouchDB'],
  ['apache-http-server', 'Apache HTTP Server'],
  ['arangodb', 'ArangoDB'],
  ['argo-cd', 'Argo CD'],
  ['bellsoft-liberica', 'BellSoft Liberica'],
  ['clickhouse', 'ClickHouse'],
  ['dotnet', '.NET'],
  ['etcd', 'etcd'],
  ['ghc', 'GHC'],
  ['gitlab', 'GitLab'],
  ['haproxy', 'HAProxy'],
  ['hashicorp-vault', 'HashiCorp Vault'],
  ['ibm-semeru', 'IBM Semeru'],
  ['influxdb', 'InfluxDB'],
  ['mariadb', 'MariaDB'],
  ['mediawiki', 'MediaWiki'],
  ['mongodb', 'MongoDB'],
  ['mysql', 'MySQL'],
  ['neo4j', 'Neo4j'],
  ['nginx', 'nginx'],
  ['nodejs', 'Node.js'],
  ['openbao', 'OpenBao'],
  ['openssl', 'OpenSSL'],
  ['oracle-jdk', 'Oracle JDK'],
  ['php', 'PHP'],
  ['phpmyadmin', 'phpMyAdmin'],
  ['postgresql', 'PostgreSQL'],
  ['powershell', 'PowerShell'],
  ['proftpd', 'ProFTPD'],
  ['rabbitmq', 'RabbitMQ'],
  ['sapmachine', 'SapMachine'],
  ['solr', 'Apache Solr'],
  ['sqlite', 'SQLite'],
  ['tomcat', 'Apache Tomcat'],
  ['wordpress', 'WordPress'],
  ['zookeeper', 'Apache ZooKeeper'],
]);

/** A product of endoflife.date as people write its name: `nodejs` is Node.js, `go` is Go. */
export function productTitle(product: string): string {
  const words = product.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return titles.get(product) ?? words.join(' ');
}
