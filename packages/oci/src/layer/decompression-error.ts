/** The compressed bytes are damaged or break off. */
export class DecompressionError extends Error {
  override readonly name = 'DecompressionError';
}
