/** A recipe reference: `name/version[@user/channel][#revision][:package]`. */
export interface ConanReference {
  readonly name: string;
  /** Empty where it is a range, `[>=1.2 <2]`. */
  readonly version: string;
  readonly user?: string;
  readonly channel?: string;
}

/** Reads a recipe reference (docs.conan.io, "Recipe reference"); undefined where the text is none. */
export function parseConanReference(text: string): ConanReference | undefined {
  const match = /^([\w.+-]{1,256})\/(\[[^\]]*\]|[\w.+-]{1,256})(?:@([\w.+-]*)(?:\/([\w.+-]*))?)?(?:[#%:].*)?$/s.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const [, name = '', version = '', user = '', channel = ''] = match;
  // `@_/_` stands for neither.
  return {
    name,
    version: version.startsWith('[') ? '' : version,
    ...(user && user !== '_' ? { user } : {}),
    ...(channel && channel !== '_' ? { channel } : {}),
  };
}
