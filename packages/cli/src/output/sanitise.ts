/**
 * Text that cannot drive a terminal: escape sequences are removed whole, then every C0 and C1 control except line break and
 * tab, DEL, and the marks that reorder text (U+202A–202E, U+2066–2069), which can make text read as something it is not.
 */
export function sanitise(text: string): string {
  return text.replace(ESCAPE_SEQUENCE, '').replace(CONTROL, '');
}

// CSI (7-bit and 8-bit form), then OSC, DCS, SOS, PM and APC up to their terminator, then two-character escapes.
const ESCAPE_SEQUENCE = new RegExp(
  [
    '(?:\\u001b\\[|\\u009b)[\\u0030-\\u003f]*[\\u0020-\\u002f]*[\\u0040-\\u007e]',
    '(?:\\u001b[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c)',
    '\\u001b[\\u0020-\\u002f]*[\\u0030-\\u007e]',
  ].join('|'),
  'g',
);
const CONTROL = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
