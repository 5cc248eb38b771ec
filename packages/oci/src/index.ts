export { type TarEntry, TarWriter, writeTar } from './build/tar-writer.ts';
export { ociErrors } from './errors.ts';
