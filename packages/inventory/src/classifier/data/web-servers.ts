import type { Classifier } from '../classifier.ts';

/** Web servers, proxies and caches. */
export const webServers: readonly Classifier[] = [
  {
    id: 'nginx',
    title: 'nginx, OpenResty, Tengine',
    files: ['**/nginx', '**/nginx-debug', '**/openresty', '**/tengine'],
    product: { name: 'nginx', cpe: 'f5:nginx', bitnami: 'nginx' },
    rules: [
      {
        anchors: ['nginx version: openresty/'],
        pattern: /openresty\/(?<version>\d+\.\d+\.\d+(?:\.\d+)?)/,
        product: { name: 'openresty', cpe: 'openresty:openresty', bitnami: 'openresty' },
      },
      {
        anchors: ['Tengine version: ', 'nginx version: Tengine/'],
        pattern: /Tengine\/(?<version>\d+\.\d+\.\d+)/,
        product: { name: 'tengine', cpe: 'alibaba:tengine' },
      },
      {
        anchors: ['nginx version: freenginx/'],
        pattern: /freenginx\/(?<version>\d+\.\d+\.\d+)/,
        product: { name: 'freenginx' },
      },
      { anchors: ['nginx version: '], pattern: /^nginx version: [^/\0]{1,40}\/(?<version>\d+\.\d+\.\d+)/ },
    ],
    certain: true,
    evidence: 'real',
  },
  {
    id: 'httpd',
    title: 'Apache HTTP Server',
    files: ['**/httpd', '**/apache2', '**/httpd.exe'],
    product: { name: 'httpd', cpe: 'apache:http_server', bitnami: 'apache' },
    rules: [{ anchors: ['Apache/2.', 'Apache/1.'], pattern: /^Apache\/(?<version>\d+\.\d+\.\d+)/ }],
    evidence: 'real',
  },
  {
    id: 'lighttpd',
    title: 'lighttpd',
    files: ['**/lighttpd'],
    product: { name: 'lighttpd', cpe: 'lighttpd:lighttpd' },
    rules: [{ anchors: ['lighttpd/'], pattern: /^lighttpd\/(?<version>\d+\.\d+\.\d+)/ }],
    certain: true,
    evidence: 'real',
  },
  {
    id: 'haproxy',
    title: 'HAProxy',
    files: ['**/haproxy'],
    product: { name: 'haproxy', cpe: 'haproxy:haproxy', bitnami: 'haproxy' },
    rules: [
      {
        anchors: ['version '],
        pattern: /^version (?<version>\d+\.\d+(?:\.|-dev|-rc)\d+)(?:-[\w+~.]{1,40})?, released 20/,
      },
      { anchors: ['HA-Proxy version '], pattern: /^HA-Proxy version (?<version>\d+\.\d+(?:\.|-dev)\d+)/ },
      {
        anchors: ['HAProxy version'],
        window: [80, 0],
        pattern: /(?<version>\d+\.\d+(?:\.|-dev)\d+)-[0-9a-zA-Z]{7}[^\d]/,
      },
    ],
    certain: true,
    evidence: 'real',
  },
  {
    id: 'varnish',
    title: 'Varnish Cache',
    files: ['**/varnishd'],
    product: { name: 'varnish', cpe: 'varnish-software:varnish_cache', bitnami: 'varnish' },
    rules: [{ anchors: ['varnish-'], pattern: /^varnish-(?<version>\d+\.\d+\.\d+(?:-(?:beta|rc)\d+)?) revision / }],
    certain: true,
    evidence: 'real',
  },
  {
    id: 'squid',
    title: 'Squid',
    files: ['**/sbin/squid', '**/squid'],
    product: { name: 'squid', cpe: 'squid-cache:squid' },
    rules: [{ anchors: ['squid/'], pattern: /^squid\/(?<version>\d+\.\d+(?:\.\d+)?)/ }],
    evidence: 'real',
  },
  {
    id: 'envoy',
    title: 'Envoy',
    files: ['**/envoy'],
    product: { name: 'envoy', cpe: 'envoyproxy:envoy', bitnami: 'envoy' },
    rules: [
      {
        anchors: ['/RELEASE/BoringSSL', '/Clean/RELEASE/'],
        window: [80, 0],
        pattern: /(?<version>1\.\d{1,2}\.\d{1,2}(?:-dev)?)(?:\/[A-Za-z]+)?$/,
      },
      {
        anchors: ['envoy_reloadable_features', 'envoy.reloadable_features'],
        window: [1100, 0],
        pattern: /\0(?<version>1\.3[0-9]\.\d{1,2}(?:-dev)?)\0/,
      },
      { anchors: ['envoy_quic_'], window: [0, 1100], pattern: /\0(?<version>1\.2[0-9]\.\d{1,2}(?:-dev)?)\0/ },
      { anchors: ['Unable to'], window: [1020, 0], pattern: /\0(?<version>1\.[12][0-9]\.\d{1,2}(?:-dev)?)\0/ },
      { anchors: ['ValidationError'], window: [1020, 0], pattern: /\0(?<version>1\.[12][0-9]\.\d{1,2}(?:-dev)?)\0/ },
      { anchors: ['[source/'], window: [0, 220], pattern: /\0(?<version>1\.1[0-9]\.\d{1,2}(?:-dev)?)\0/ },
      { anchors: ['RELEASE'], window: [40, 0], pattern: /\0(?<version>1\.\d\.\d{1,2}(?:-dev)?)\0/ },
    ],
    evidence: 'synthetic',
  },
  {
    id: 'tomcat',
    title: 'Apache Tomcat',
    files: ['**/RELEASE-NOTES'],
    kind: 'text',
    product: { name: 'tomcat', cpe: 'apache:tomcat', bitnami: 'tomcat' },
    rules: [{ anchors: ['Apache Tomcat Version '], pattern: /Version (?<version>\d+\.\d+\.\d+(?:[.-]M\d+|\.RC\d+)?)/ }],
    evidence: 'real',
  },
  {
    id: 'uwsgi',
    title: 'uWSGI',
    files: ['**/uwsgi', '**/uwsgi-core'],
    product: { name: 'uwsgi', cpe: 'unbit:uwsgi' },
    rules: [
      {
        anchors: ['\0*** Starting uWSGI ', 'uWSGI %s'],
        window: [400, 400],
        pattern: /\0(?<version>\d+\.\d+\.\d+(?:\.\d+)?)(?:-\w+)?\0/,
      },
      { anchors: ['-debian\0'], window: [20, 8], pattern: /\0(?<version>\d+\.\d+\.\d+(?:\.\d+)?)-debian\0/ },
    ],
    evidence: 'real',
  },
];
