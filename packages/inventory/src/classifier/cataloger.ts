import type { Cataloger, CatalogFile, CatalogResult, FoundPackage, Unknown } from '@pratique/model';
import { readElfFacts } from '../executable/elf-facts.ts';
import type { Program } from '../executable/program.ts';
import { readPrograms } from '../executable/read-programs.ts';
import { isUpxPacked } from '../executable/upx.ts';
import { readBuildInfo } from '../go/binary/build-info.ts';
import type { Classifier, Product } from './classifier.ts';
import { classifiers } from './classifiers.ts';
import { findVersion } from './find-version.ts';
import { looksLikeText } from './looks-like-text.ts';
import { PathIndex } from './path-index.ts';

/** Texts that carry a version are small; it stands near their start. */
const MAX_TEXT = 65_536;

const byPath = new PathIndex(classifiers, ({ files }) => files);

function asPackage(product: Product, version: string, classifier: Classifier, program?: Program): FoundPackage {
  const [vendor, name] = product.cpe?.split(/(?<!\\):/) ?? [];
  const escaped = version.replaceAll(/[^A-Za-z0-9._-]/g, (char) => `\\${char}`);
  return {
    type: 'generic',
    name: product.name,
    version,
    evidence: 'binary',
    ...(program?.architecture && { architecture: program.architecture }),
    purl: { type: 'generic', name: product.name, version },
    properties: {
      classifier: classifier.id,
      ...(vendor && name && { cpe: `cpe:2.3:a:${vendor}:${name}:${escaped}:*:*:*:*:*:*:*` }),
      ...(product.bitnami && { bitnami: product.bitnami }),
    },
  };
}

/** What a classifier may look at: the start of a text, all of an archive, or a file that is neither script nor text. */
function relevantBytes(classifier: Classifier, bytes: Buffer): Buffer | undefined {
  if (classifier.kind === 'archive') return bytes;
  if (classifier.kind === 'text') return bytes.length <= 4 * MAX_TEXT ? bytes.subarray(0, MAX_TEXT) : undefined;
  return looksLikeText(bytes) ? undefined : bytes;
}

/** A launcher that loads its library is told by the library. */
function loadsItsLibrary(classifier: Classifier, bytes: Buffer): boolean {
  const { library } = classifier;
  // Relocatable builds name it with its folder: `$ORIGIN/../lib/libpython3.12.so.1.0`.
  const needed = readElfFacts(bytes)?.needed.map((name) => name.slice(name.lastIndexOf('/') + 1));
  return library !== undefined && (needed?.some((name) => library.test(name)) ?? false);
}

function unidentified(classifier: Classifier, path: string): Unknown {
  return { code: 'unidentified', path, reason: `looks like ${classifier.title}, but its version was not found` };
}

function classify(candidates: readonly Classifier[], path: string, bytes: Buffer, program?: Program): CatalogResult {
  for (const classifier of candidates) {
    const relevant = relevantBytes(classifier, bytes);
    const found = relevant && findVersion(relevant, path, classifier.rules);
    if (found)
      return { packages: [asPackage(found.product ?? classifier.product, found.version, classifier, program)] };
  }
  const certain = program && candidates.find((classifier) => classifier.certain);
  return certain && !loadsItsLibrary(certain, bytes) ? { unknowns: [unidentified(certain, path)] } : {};
}

function catalog({ entry: { path }, bytes }: CatalogFile): CatalogResult {
  const read = readPrograms(bytes);
  const program = read.kind === 'programs' ? read.programs[0] : undefined;
  const candidates = byPath.find(path);
  const build = program && readBuildInfo(program);
  if (build?.kind === 'build-info') {
    // What Go built is told by its build information (cataloger go-binary); the toolchain alone has no module.
    const toolchain = build.info.path === 'cmd/go' ? candidates.filter(({ id }) => id === 'go-command') : [];
    return classify(toolchain, path, bytes, program);
  }
  if (program && isUpxPacked(program)) {
    return { unknowns: [{ code: 'unsupported', path, reason: 'is packed by UPX, its content cannot be seen' }] };
  }
  return classify(candidates, path, bytes, program);
}

/** Recognises programs that were installed without a package manager, by path and by texts in their bytes. */
export const programCataloger: Cataloger = {
  id: 'program-classifier',
  version: 1,
  scope: 'always',
  finds: ['generic'],
  globs: [...new Set(classifiers.flatMap(({ files }) => files))],
  programs: true,
  catalog,
};
