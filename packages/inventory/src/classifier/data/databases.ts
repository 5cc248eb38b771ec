import type { Classifier, Product } from '../classifier.ts';

const mysql: Product = { name: 'mysql', cpe: 'oracle:mysql', bitnami: 'mysql' };
const mariadb: Product = { name: 'mariadb', cpe: 'mariadb:mariadb', bitnami: 'mariadb' };
const percona: Product = { name: 'percona-server', cpe: 'percona:percona_server' };
const xtradb: Product = { name: 'percona-xtradb-cluster', cpe: 'percona:xtradb_cluster' };

/** Databases, key-value stores and message brokers. */
export const databases: readonly Classifier[] = [
  {
    id: 'redis',
    title: 'Redis',
    files: ['**/redis-server', '**/redis-check-rdb', '**/redis-check-aof'],
    product: { name: 'redis', cpe: 'redis:redis', bitnami: 'redis' },
    rules: [
      // The build id: version, host name of the build, time, as one text (release.c).
      {
        anchors: ['buildkitsandbox-'],
        window: [24, 40],
        pattern: /(?:^|\D)(?<version>\d{1,2}\.\d{1,2}\.\d{1,3})buildkitsandbox-\d+/,
      },
      {
        anchors: ['000000\0', '-1'],
        window: [40, 24],
        pattern: /(?:^|[^\d.])(?<version>\d{1,2}\.\d{1,2}\.\d{1,2})[0-9a-f]{12}-\d{10,}/,
      },
      { anchors: ['Redis version '], pattern: /^Redis version (?<version>\d+\.\d+\.\d+)/ },
      {
        // Redis 8 writes the compiler's version between its own and how it counts atomically.
        anchors: ['c11-builtin\0', 'atomic-builtin\0', 'sync-builtin\0'],
        window: [24, 0],
        pattern: /\0(?<version>[1-9]\.\d+\.\d+)\0(?:\d+\.\d+\.\d+\0)?$/,
      },
    ],
    certain: true,
    evidence: 'real',
  },
  {
    id: 'valkey',
    title: 'Valkey',
    files: ['**/valkey-server', '**/valkey-cli', '**/valkey-check-rdb'],
    product: { name: 'valkey', cpe: 'lfprojects:valkey', bitnami: 'valkey' },
    rules: [
      {
        anchors: ['buildkitsandbox-'],
        window: [24, 40],
        pattern: /(?:^|\D)(?<version>\d{1,2}\.\d{1,2}\.\d{1,3})buildkitsandbox-\d+/,
      },
      // The same without a host name: then the time follows, how many files were changed, and the commit.
      {
        anchors: ['valkey'],
        pattern: /^valkey(?<version>\d{1,2}\.\d{1,2}\.\d{1,2}?)(?:[0-9a-f]{12}-\d{10,}|\d{11}[0-9a-f]{8}\0)/,
      },
      { anchors: ['valkey'], pattern: /^valkey(?:[ /-])?(?:v=)?(?<version>\d{1,2}\.\d{1,2}\.\d{1,3})(?![.\d])/ },
      // Its own version, that of Redis which it stands for, that of the compiler, and how it counts atomically.
      {
        anchors: ['c11-builtin\0'],
        window: [40, 0],
        pattern: /\0(?<version>[1-9]\.\d+\.\d+)\0(?:7\.2\.4\0)?(?:\d+\.\d+\.\d+\0)?$/,
      },
    ],
    certain: true,
    evidence: 'real',
  },
  {
    id: 'keydb',
    title: 'KeyDB',
    files: ['**/keydb-server', '**/keydb-cli'],
    product: { name: 'keydb', cpe: 'keydb:keydb', bitnami: 'keydb' },
    rules: [
      {
        anchors: ['buildkitsandbox-'],
        window: [24, 40],
        pattern: /(?:^|\D)(?<version>\d{1,2}\.\d{1,2}\.\d{1,3})buildkitsandbox-\d+/,
      },
      { anchors: ['KeyDB '], pattern: /^KeyDB (?:version )?v?(?<version>\d+\.\d+\.\d+)/ },
    ],
    certain: true,
    evidence: 'synthetic',
  },
  {
    id: 'memcached',
    title: 'memcached',
    files: ['**/memcached'],
    product: { name: 'memcached', cpe: 'memcached:memcached', bitnami: 'memcached' },
    rules: [{ anchors: ['memcached '], pattern: /^memcached (?<version>\d+\.\d+\.\d+)/ }],
    certain: true,
    evidence: 'real',
  },
  {
    id: 'postgresql',
    title: 'PostgreSQL',
    files: ['**/postgres', '**/postgres.exe'],
    product: { name: 'postgresql', cpe: 'postgresql:postgresql', bitnami: 'postgresql' },
    rules: [
      {
        anchors: ['PostgreSQL '],
        pattern: /^PostgreSQL (?<version>\d+(?:\.\d+){0,2}(?:(?:alpha|beta|rc|RC)\d|devel)?)(?= on |\0| \()/,
      },
    ],
    certain: true,
    evidence: 'real',
  },
  {
    id: 'mysql',
    title: 'MySQL, MariaDB, Percona Server',
    files: ['**/mysqld', '**/mysql', '**/mariadbd', '**/mariadb'],
    product: mysql,
    rules: [
      {
        anchors: ['-MariaDB'],
        window: [24, 8],
        pattern: /(?:^|[^\d.])(?<version>\d{1,2}\.\d{1,2}\.\d{1,3})-MariaDB/,
        product: mariadb,
      },
      { anchors: ['\0MariaDB '], pattern: /^\0MariaDB (?<version>\d{1,2}\.\d{1,2}\.\d{1,3})\0/, product: mariadb },
      {
        anchors: ['/percona-server-'],
        pattern: /^\/percona-server-(?<version>\d+\.\d+\.\d+(?:-\d+)?)/,
        product: percona,
      },
      {
        anchors: ['/Percona-XtraDB-Cluster-'],
        pattern: /^\/Percona-XtraDB-Cluster-(?<version>\d+\.\d+\.\d+)/,
        product: xtradb,
      },
      { anchors: ['/mysql-'], pattern: /^\/mysql-(?:community-)?(?<version>\d+\.\d+\.\d+)/ },
      {
        anchors: ['mysql_real_esc', 'MySQL Community Server'],
        window: [80, 0],
        pattern: /\0(?<version>[5-9]\.\d{1,2}\.\d{1,3})\0/,
      },
    ],
    evidence: 'real',
  },
  {
    id: 'xtrabackup',
    title: 'Percona XtraBackup',
    files: ['**/xtrabackup'],
    product: { name: 'percona-xtrabackup', cpe: 'percona:xtrabackup' },
    rules: [{ anchors: ['/percona-xtrabackup-'], pattern: /^\/percona-xtrabackup-(?<version>\d+\.\d+\.\d+(?:-\d+)?)/ }],
    evidence: 'synthetic',
  },
  {
    id: 'mongodb',
    title: 'MongoDB',
    files: ['**/mongod', '**/mongos'],
    product: { name: 'mongodb', cpe: 'mongodb:mongodb', bitnami: 'mongodb' },
    rules: [
      {
        anchors: ['\0tcmalloc', '\0heap_size', '\0cppdefines'],
        window: [40, 0],
        pattern: /(?:^|[^\d.])(?<version>\d{1,2}\.\d{1,2}\.\d{1,3}(?:-rc\d+)?)\0*$/,
      },
    ],
    certain: true,
    evidence: 'synthetic',
  },
  {
    id: 'sqlite',
    title: 'SQLite',
    files: ['**/libsqlite3.so*', '**/sqlite3', '**/libsqlite3*.dylib'],
    product: { name: 'sqlite', cpe: 'sqlite:sqlite', bitnami: 'sqlite' },
    rules: [
      // sqlite3_version[] stands before the default configuration: an int 1, and the limits.
      { anchors: ['\x003.'], pattern: /^\0(?<version>3\.\d{1,2}\.\d{1,2})\0+\x01\0\0\0/ },
      { anchors: ['\x003.'], pattern: /^\0(?<version>3\.\d{1,2}\.\d{1,2}(?:\.\d)?)\0/, unanimous: true },
    ],
    library: /^libsqlite3/,
    evidence: 'real',
  },
  {
    id: 'arangodb',
    title: 'ArangoDB',
    files: ['**/arangosh', '**/arangod'],
    product: { name: 'arangodb', cpe: 'arangodb:arangodb', bitnami: 'arangodb' },
    rules: [
      {
        anchors: [' [linux]', ' enterprise [linux]'],
        window: [40, 0],
        pattern: /(?<version>\d+\.\d+\.\d+(?:-\d+)?)(?: enterprise)?$/,
      },
    ],
    evidence: 'synthetic',
  },
  {
    id: 'rabbitmq',
    title: 'RabbitMQ',
    files: ['**/rabbit-[0-9]*/ebin/rabbit.app', '**/rabbit/ebin/rabbit.app'],
    kind: 'text',
    product: { name: 'rabbitmq', cpe: 'vmware:rabbitmq', bitnami: 'rabbitmq' },
    rules: [{ anchors: ['{vsn,'], pattern: /^\{vsn,\s*"(?<version>\d+\.\d+\.\d+(?:-(?:rc|beta)\.\d+)?)"/ }],
    evidence: 'real',
  },
  {
    id: 'mosquitto',
    title: 'Eclipse Mosquitto',
    files: ['**/mosquitto'],
    product: { name: 'mosquitto', cpe: 'eclipse:mosquitto' },
    rules: [{ anchors: ['mosquitto version %s'], window: [40, 0], pattern: /\0(?<version>\d+\.\d+\.\d+)\0$/ }],
    evidence: 'real',
  },
  {
    id: 'sqlcipher',
    title: 'SQLCipher',
    files: ['**/sqlcipher'],
    product: { name: 'sqlcipher', cpe: 'zetetic:sqlcipher' },
    rules: [{ anchors: [' community\0', ' commercial\0'], window: [16, 0], pattern: /\0(?<version>\d+\.\d+\.\d+)$/ }],
    evidence: 'synthetic',
  },
];
