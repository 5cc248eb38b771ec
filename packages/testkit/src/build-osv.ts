/** An OSV record: id, a date and nothing affected, unless `changes` says otherwise. */
export function buildOsvRecord(changes: object): Record<string, unknown> {
  return { id: 'GHSA-aaaa-bbbb-cccc', modified: '2024-05-06T07:08:09Z', affected: [], ...changes };
}

/** An element of `affected`: `left-pad` of npm, unless `pkg` says otherwise. */
export function buildOsvAffected(changes: object, pkg: object = {}): object {
  return { package: { ecosystem: 'npm', name: 'left-pad', ...pkg }, ...changes };
}

/** An element of `ranges`. */
export function buildOsvRange(type: 'SEMVER' | 'ECOSYSTEM' | 'GIT', ...events: object[]): object {
  return { type, events };
}
