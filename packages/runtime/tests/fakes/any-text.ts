import fc from 'fast-check';

/** Any UTF-16 text, lone surrogates and control characters included. */
export function anyText(maxLength = 200): fc.Arbitrary<string> {
  return fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((units) => String.fromCharCode(...units));
}
