/** Maps with at most `width` calls under way; results keep the order; the first rejection rejects the whole. */
export async function mapConcurrent<In, Out>(
  items: readonly In[],
  width: number,
  map: (item: In, index: number) => Promise<Out>,
): Promise<Out[]> {
  const results = Array.from<Out>({ length: items.length });
  let next = 0;
  let failed = false;
  async function work(): Promise<void> {
    while (next < items.length && !failed) {
      const index = next++;
      try {
        results[index] = await map(items[index] as In, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, work));
  return results;
}
