import type { Classifier } from '../classifier.ts';

/** Applications that are installed as files of an interpreted language, without a package record of their own. */
export const applications: readonly Classifier[] = [
  {
    id: 'wordpress',
    title: 'WordPress',
    files: ['**/wp-includes/version.php'],
    kind: 'text',
    product: { name: 'wordpress', cpe: 'wordpress:wordpress', bitnami: 'wordpress' },
    rules: [
      {
        anchors: ['$wp_version'],
        pattern: /^\$wp_version\s*=\s*'(?<version>\d+\.\d+(?:\.\d+)?(?:-(?:alpha|beta|RC)\d*(?:-\d+)?)?)'/,
      },
    ],
    evidence: 'real',
  },
  {
    id: 'wp-cli',
    title: 'WP-CLI',
    files: ['**/wp', '**/wp-cli.phar'],
    kind: 'archive',
    product: { name: 'wp-cli', cpe: 'wp-cli:wp-cli', bitnami: 'wp-cli' },
    rules: [{ anchors: ['wp-cli/wp-cli '], pattern: /^wp-cli\/wp-cli (?<version>\d+\.\d+\.\d+)/ }],
    evidence: 'synthetic',
  },
  {
    id: 'composer',
    title: 'Composer',
    files: ['**/composer', '**/composer.phar'],
    kind: 'archive',
    product: { name: 'composer', cpe: 'getcomposer:composer', bitnami: 'composer' },
    rules: [
      // A comment of the same class names other versions.
      {
        anchors: ['public const VERSION = '],
        pattern: /VERSION = '(?<version>\d+\.\d+\.\d+(?:-(?:beta|alpha|RC)\d+)?)';\s+public const BRANCH_ALIAS_VERSION/,
      },
      {
        anchors: ["'pretty_version'"],
        pattern: /^'pretty_version'\s*=>\s*'(?<version>\d+\.\d+\.\d+(?:-?(?:beta|alpha|RC)\d+)?)'/,
      },
    ],
    evidence: 'real',
  },
  {
    id: 'drupal',
    title: 'Drupal',
    files: ['**/core/lib/Drupal.php', '**/Drupal.php'],
    kind: 'text',
    product: { name: 'drupal', cpe: 'drupal:drupal', bitnami: 'drupal' },
    rules: [
      {
        anchors: ['const VERSION = '],
        pattern: /^const VERSION = '(?<version>\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\d+)?)'/,
      },
    ],
    evidence: 'synthetic',
  },
  {
    id: 'joomla',
    title: 'Joomla',
    files: ['**/administrator/manifests/files/joomla.xml'],
    kind: 'text',
    product: { name: 'joomla', cpe: 'joomla:joomla\\!', bitnami: 'joomla' },
    rules: [
      { anchors: ['<version>'], pattern: /^<version>(?<version>\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\d+)?)<\/version>/ },
    ],
    evidence: 'synthetic',
  },
  {
    id: 'phpmyadmin',
    title: 'phpMyAdmin',
    files: ['**/libraries/classes/Version.php', '**/phpmyadmin/src/Version.php', '**/RELEASE-DATE-[0-9]*'],
    kind: 'text',
    product: { name: 'phpmyadmin', cpe: 'phpmyadmin:phpmyadmin', bitnami: 'phpmyadmin' },
    rules: [
      {
        anchors: ['public const VERSION = '],
        pattern: /^public const VERSION = '(?<version>\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\d+)?)'/,
      },
    ],
    evidence: 'real',
  },
  {
    id: 'mediawiki',
    title: 'MediaWiki',
    files: ['**/includes/Defines.php'],
    kind: 'text',
    product: { name: 'mediawiki', cpe: 'mediawiki:mediawiki' },
    rules: [
      {
        anchors: ["'MW_VERSION'"],
        pattern: /^'MW_VERSION',\s*'(?<version>\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)[.\d]*)?)'/,
      },
    ],
    evidence: 'real',
  },
  {
    id: 'nextcloud',
    title: 'Nextcloud',
    files: ['**/nextcloud/version.php', '**/html/version.php'],
    kind: 'text',
    product: { name: 'nextcloud', cpe: 'nextcloud:nextcloud_server', bitnami: 'nextcloud' },
    rules: [
      {
        anchors: ['$OC_VersionString'],
        pattern: /^\$OC_VersionString = '(?<version>\d+\.\d+\.\d+(?:\.\d+)?)(?: \w+)?'/,
      },
    ],
    evidence: 'synthetic',
  },
  {
    id: 'spark',
    title: 'Apache Spark',
    files: ['**/RELEASE'],
    kind: 'text',
    product: { name: 'spark', cpe: 'apache:spark', bitnami: 'spark' },
    rules: [{ anchors: ['Spark '], pattern: /^Spark (?<version>\d+\.\d+\.\d+)(?: |$)/ }],
    evidence: 'synthetic',
  },
];
