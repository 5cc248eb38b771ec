import type { Classifier } from '../classifier.ts';

/** Libraries with a version of their own that are often copied next to a program, and the programs built around them. */
export const libraries: readonly Classifier[] = [
  {
    id: 'openssl',
    title: 'OpenSSL, LibreSSL, AWS-LC',
    files: ['**/openssl', '**/openssl.exe', '**/libcrypto.so*', '**/libssl.so*', '**/libcrypto*.dylib'],
    product: { name: 'openssl', cpe: 'openssl:openssl' },
    rules: [
      {
        anchors: ['AWS-LC '],
        pattern: /^AWS-LC (?<version>\d+\.\d+\.\d+)\)/,
        product: { name: 'aws-lc', cpe: 'amazon:aws_libcrypto' },
      },
      {
        anchors: ['\0LibreSSL '],
        pattern: /^\0LibreSSL (?<version>\d+\.\d+\.\d+)/,
        product: { name: 'libressl', cpe: 'openbsd:libressl' },
      },
      {
        anchors: ['OpenSSL '],
        pattern:
          /^OpenSSL (?<version>\d+\.\d+\.\d+(?:[a-z]{1,2}|-(?:alpha|beta|rc|pre)\d+)?)(?:-\w+)?(?: \S+)? \d{1,2} [A-Z][a-z]{2} \d{4}/,
      },
      {
        anchors: ['\0OpenSSL '],
        pattern: /^\0OpenSSL (?<version>\d+\.\d+\.\d+(?:[a-z]{1,2}|-(?:alpha|beta|rc|pre)\d+)?)/,
      },
    ],
    library: /^libcrypto/,
    evidence: 'real',
  },
  {
    id: 'zlib',
    title: 'zlib',
    files: ['**/libz.so*', '**/libz.*.dylib', '**/zlib1.dll'],
    product: { name: 'zlib', cpe: 'zlib:zlib' },
    rules: [
      {
        anchors: ['inflate 1.', 'deflate 1.'],
        pattern: /^(?:in|de)flate (?<version>\d+\.\d+(?:\.\d+){0,2}) Copyright/,
      },
    ],
    evidence: 'real',
  },
  {
    id: 'zstd',
    title: 'Zstandard',
    files: ['**/zstd'],
    product: { name: 'zstd', cpe: 'facebook:zstandard' },
    rules: [{ anchors: ['\0v1.', '\0v0.'], pattern: /^\0v(?<version>[01]\.\d+\.\d+)\0/ }],
    evidence: 'real',
  },
  {
    id: 'xz',
    title: 'XZ Utils',
    files: ['**/xz', '**/liblzma.so*'],
    product: { name: 'xz', cpe: 'tukaani:xz' },
    rules: [
      { anchors: ['xz (XZ Utils) '], pattern: /^xz \(XZ Utils\) (?<version>\d+\.\d+\.\d+(?:alpha|beta)?)/ },
      { anchors: ['\x005.'], pattern: /^\0(?<version>5\.\d+\.\d+(?:alpha|beta)?)\0/, unanimous: true },
    ],
    evidence: 'real',
  },
  {
    id: 'expat',
    title: 'Expat',
    files: ['**/libexpat.so*'],
    product: { name: 'expat', cpe: 'libexpat_project:libexpat' },
    rules: [{ anchors: ['expat_'], pattern: /^expat_(?<version>\d+\.\d+\.\d+)/ }],
    evidence: 'real',
  },
  {
    id: 'libpng',
    title: 'libpng',
    files: ['**/libpng*.so*'],
    product: { name: 'libpng', cpe: 'libpng:libpng' },
    rules: [{ anchors: ['libpng version '], pattern: /^libpng version (?<version>\d+\.\d+\.\d+)/ }],
    evidence: 'real',
  },
  {
    id: 'libarchive',
    title: 'libarchive',
    files: ['**/libarchive.so*'],
    product: { name: 'libarchive', cpe: 'libarchive:libarchive' },
    rules: [{ anchors: ['libarchive '], pattern: /^libarchive (?<version>\d+\.\d+\.\d+)/ }],
    evidence: 'real',
  },
  {
    id: 'libjpeg-turbo',
    title: 'libjpeg-turbo',
    files: ['**/libjpeg.so*', '**/libturbojpeg.so*'],
    product: { name: 'libjpeg-turbo', cpe: 'libjpeg-turbo:libjpeg-turbo' },
    rules: [{ anchors: ['libjpeg-turbo version '], pattern: /version (?<version>\d+\.\d+\.\d+)/ }],
    evidence: 'real',
  },
  {
    id: 'libgcrypt',
    title: 'Libgcrypt',
    files: ['**/libgcrypt.so*'],
    product: { name: 'libgcrypt', cpe: 'gnupg:libgcrypt' },
    rules: [{ anchors: ['This is Libgcrypt '], pattern: /Libgcrypt (?<version>\d+\.\d+\.\d+)/ }],
    evidence: 'real',
  },
  {
    id: 'pcre2',
    title: 'PCRE2',
    files: ['**/libpcre2-8.so*'],
    product: { name: 'pcre2', cpe: 'pcre:pcre2' },
    rules: [{ anchors: ['\x0010.'], pattern: /^\0(?<version>10\.\d+)(?:-[\w]+)? \d{4}-\d{2}-\d{2}\0/ }],
    evidence: 'real',
  },
  {
    id: 'ffmpeg',
    title: 'FFmpeg',
    files: [
      '**/ffmpeg',
      '**/ffprobe',
      '**/ffmpeg.exe',
      '**/libav{codec,format,util,filter,device}*.so*',
      '**/libsw{resample,scale}*.so*',
    ],
    product: { name: 'ffmpeg', cpe: 'ffmpeg:ffmpeg' },
    rules: [
      { anchors: ['FFmpeg version '], pattern: /^FFmpeg version n?(?<version>\d+\.\d+(?:\.\d+)?)/ },
      { anchors: ['%s version '], pattern: /^%s version n?(?<version>\d+\.\d+(?:\.\d+)?)/ },
    ],
    evidence: 'real',
  },
  {
    id: 'imagemagick',
    title: 'ImageMagick',
    files: ['**/magick', '**/libMagickCore-*.so*'],
    product: { name: 'imagemagick', cpe: 'imagemagick:imagemagick' },
    rules: [{ anchors: ['ImageMagick '], pattern: /^ImageMagick (?<version>\d+\.\d+\.\d+-\d+) / }],
    library: /^libMagickCore/,
    evidence: 'real',
  },
  {
    id: 'qt',
    title: 'Qt',
    files: ['**/libQt*Core.so*'],
    product: { name: 'qtbase', cpe: 'qt:qt' },
    rules: [
      { anchors: ['\0Qt '], pattern: /^\0Qt (?<version>\d+\.\d+\.\d+) \(/ },
      { anchors: ['QtCore library version '], pattern: /version (?:Qt )?(?<version>\d+\.\d+\.\d+)/ },
    ],
    evidence: 'real',
  },
  {
    id: 'heimdal',
    title: 'Heimdal Kerberos',
    files: ['**/libkrb5.so.26*'],
    product: { name: 'heimdal', cpe: 'heimdal_project:heimdal' },
    rules: [{ anchors: ['Heimdal '], pattern: /^Heimdal (?<version>\d+\.\d+\.\d+)/ }],
    evidence: 'real',
  },
];
