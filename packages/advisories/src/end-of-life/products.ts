/** Products that are asked for one by one where an origin has no list: distributions and what stands in images. */
export const knownProducts: readonly string[] = [
  'almalinux', 'alpine-linux', 'amazon-corretto', 'amazon-linux', 'apache-activemq', 'apache-cassandra', 'apache-couchdb',
  'apache-http-server', 'apache-kafka', 'apache-maven', 'argo-cd', 'azul-zulu', 'bellsoft-liberica', 'caddy', 'centos',
  'centos-stream', 'cilium', 'clickhouse', 'composer', 'consul', 'containerd', 'contour', 'debian', 'deno', 'django',
  'docker-engine', 'dotnet', 'eclipse-jetty', 'eclipse-temurin', 'elasticsearch', 'elixir', 'envoy', 'erlang', 'etcd',
  'fedora', 'fluent-bit', 'gitlab', 'go', 'gradle', 'grafana', 'haproxy', 'hashicorp-vault', 'ibm-semeru', 'influxdb',
  'istio', 'jaeger', 'jenkins', 'keycloak', 'kibana', 'kubernetes', 'laravel', 'linux-kernel', 'log4j', 'logstash', 'lua',
  'mageia', 'mariadb', 'memcached', 'mongodb', 'mysql', 'neo4j', 'nextjs', 'nginx', 'nodejs', 'openbao', 'openssl',
  'opensuse', 'oracle-jdk', 'oracle-linux', 'perl', 'php', 'postgresql', 'powershell', 'prometheus', 'python', 'rabbitmq',
  'redis', 'rhel', 'rocky-linux', 'ruby', 'ruby-on-rails', 'rust', 'sapmachine', 'sles', 'solr', 'spring-boot',
  'spring-framework', 'sqlite', 'suse-linux-micro', 'symfony', 'tomcat', 'traefik', 'ubuntu', 'valkey', 'vmware-photon',
  'wordpress', 'zookeeper',
]; // prettier-ignore
