import { defineErrors } from '@pratique/foundation';

/** Every error of reading and building images. */
export const ociErrors = defineErrors({
  'oci/target-invalid': {
    kind: 'user',
    meaning: 'The target is none of the spellings that Pratique knows.',
    nextStep:
      'Give an image reference, docker-archive:FILE[:REF], oci-archive:FILE[:REF], oci-dir:DIR[:REF], docker-daemon:NAME, dir:DIR, rootfs:DIR or host:.',
  },
  'oci/reference-invalid': {
    kind: 'user',
    meaning: 'The text is not an image reference.',
    nextStep: 'Write the reference as registry/repository:tag or registry/repository@sha256:….',
  },
  'oci/platform-invalid': {
    kind: 'user',
    meaning: 'The text is not a platform.',
    nextStep: 'Write the platform as os/architecture[/variant], such as linux/arm64.',
  },
  'oci/reference-ambiguous': {
    kind: 'user',
    meaning: 'The archive holds several images, and the target does not say which.',
    nextStep: 'Append one of the references to the target after a colon.',
  },
  'oci/reference-unknown': {
    kind: 'user',
    meaning: 'The archive holds no image with the given reference or digest.',
    nextStep: 'Append one of the references that are there, or none if there is one image.',
  },
  'oci/platform-missing': {
    kind: 'user',
    meaning: 'The image does not exist for the platform.',
    nextStep: 'Choose one of the platforms that are there with --platform.',
  },
  'oci/target-unreadable': {
    kind: 'operational',
    meaning: 'The file or directory of the target is missing, of the wrong kind, or may not be read.',
    nextStep: 'Check the path and its permissions.',
  },
  'oci/not-an-image-archive': {
    kind: 'operational',
    meaning: 'The file or directory holds no image of the kind that the target names.',
    nextStep: 'Check that the file is complete and that the prefix of the target fits it.',
  },
  'oci/archive-unreadable': {
    kind: 'operational',
    meaning: 'The archive is truncated, damaged or contradicts itself.',
    nextStep: 'Write the archive again.',
  },
  'oci/not-an-image': {
    kind: 'operational',
    meaning:
      'The manifest describes something other than a container image, such as a chart, a module or an attestation.',
    nextStep: 'Give a target that is a container image.',
  },
  'oci/media-type-unsupported': {
    kind: 'operational',
    meaning: 'A manifest or layer has a media type that Pratique does not read.',
    nextStep: 'Convert the image to OCI image manifests with tar layers (plain, gzip or zstd).',
  },
  'oci/document-invalid': {
    kind: 'operational',
    meaning: 'An index, manifest or image configuration is not JSON or lacks what the specification requires.',
    nextStep: 'Write or push the image again with a current tool.',
  },
  'oci/blob-missing': {
    kind: 'operational',
    meaning: 'A manifest names a blob that is not there.',
    nextStep: 'Write the archive again, whole.',
  },
  'oci/size-mismatch': {
    kind: 'operational',
    meaning: 'A blob is longer or shorter than its descriptor says.',
    nextStep: 'Fetch or write the image again.',
  },
  'oci/digest-mismatch': {
    kind: 'operational',
    meaning: 'The bytes of a blob or layer do not have the digest that names them.',
    nextStep: 'Fetch or write the image again; if it happens again, treat the origin as tampered with.',
  },
  'oci/layer-unreadable': {
    kind: 'operational',
    meaning: 'A layer is no complete tar archive, or its compression is damaged.',
    nextStep: 'Build the image again.',
  },
  'oci/limit-exceeded': {
    kind: 'operational',
    meaning: 'Something is larger, deeper or more numerous than Pratique reads from an untrusted origin.',
    nextStep: 'Check whether the image is what it claims to be; docs/reference states every limit.',
  },
  'oci/image-not-found': {
    kind: 'operational',
    meaning: 'The registry or daemon has no such image, or does not show it to whoever asks.',
    nextStep: 'Check the reference; for a private image, log in with `docker login` or `podman login`.',
  },
  'oci/registry-refused': {
    kind: 'operational',
    meaning: 'The registry wants to know who asks, and does not accept the answer.',
    nextStep: 'Log in with `docker login` or `podman login`, and check that the account may pull.',
  },
  'oci/registry-unavailable': {
    kind: 'operational',
    meaning: 'The registry cannot be reached, or went on failing after several attempts.',
    nextStep: 'Check the host, the network, proxies and certificates, then try again.',
  },
  'oci/registry-ca-unusable': {
    kind: 'user',
    meaning: 'The file given with --registry-ca, or one in a certs.d folder, holds no certificate that can be read.',
    nextStep: 'Give a PEM file that this user may read.',
  },
  'oci/registry-mirror-invalid': {
    kind: 'user',
    meaning: 'The text is not the address of a mirror.',
    nextStep: 'Write the mirror as HOST[:PORT][/PATH], with http:// before it where it is not encrypted.',
  },
  'oci/push-refused': {
    kind: 'operational',
    meaning: 'The registry did not take an image in the way that the specification says.',
    nextStep: 'Check that the registry takes images, and that the account may push.',
  },
  'oci/credentials-unusable': {
    kind: 'operational',
    meaning: 'A credential file or credential helper is there, but cannot be used.',
    nextStep: 'Repair the file or helper, or log in again.',
  },
  'oci/daemon-unavailable': {
    kind: 'operational',
    meaning: 'No container engine answers, or it cannot export the image.',
    nextStep: 'Start Docker or Podman, check the permissions of its socket, or set DOCKER_HOST.',
  },
  'oci/write-failed': {
    kind: 'operational',
    meaning: 'An image could not be written to the file or directory.',
    nextStep: 'Check the path, its permissions and the free space.',
  },
});
