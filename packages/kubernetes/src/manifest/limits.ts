/** Bounds on one manifest file. What exceeds one is a problem; what stands before it is still read. */
export interface ManifestLimits {
  /** Characters of one file. */
  readonly file: number;
  /** Characters of one YAML document; etcd holds no object beyond this. JSON is bounded by the file alone. */
  readonly yamlDocument: number;
  /** Characters of all YAML documents of one file: YAML is a hundred times slower to read than JSON. */
  readonly yaml: number;
  /** Documents and items of lists in one file. */
  readonly documents: number;
  /** Mappings and sequences within each other. */
  readonly depth: number;
  /** Keys and items in one file. */
  readonly nodes: number;
  /** Keys and items that aliases repeat in one file ("billion laughs"). */
  readonly aliasNodes: number;
}

export const manifestLimits: ManifestLimits = {
  file: 64 * 1024 * 1024,
  yamlDocument: 1.5 * 1024 * 1024,
  yaml: 16 * 1024 * 1024,
  documents: 20_000,
  depth: 200,
  nodes: 4_000_000,
  aliasNodes: 100_000,
};
