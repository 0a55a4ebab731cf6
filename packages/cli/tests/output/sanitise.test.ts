import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitise } from '../../src/output/sanitise.js';

/** Text rich in the characters that terminals obey. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer({ min: 0, max: 0x9f }).map((code) => String.fromCharCode(code)),
      fc.constantFrom(
        '\u001b[31m',
        '\u001b]0;title\u0007',
        '\u009b2J',
        '\u001bP…\u001b\\',
        '\u001b[?1049h',
        '\u202e',
        '\u001b',
      ),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

describe('sanitise', () => {
  it('leaves no C0 or C1 control, DEL or reordering mark but line break and tab', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const character of sanitise(text)) {
          const code = character.codePointAt(0) ?? 0;
          const control = code < 0x20 || (code >= 0x7f && code <= 0x9f);
          const reorders = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
          expect((control && character !== '\n' && character !== '\t') || reorders).toBe(false);
        }
      }),
    );
  });

  it('changes nothing the second time, and nothing in text without controls', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(sanitise(sanitise(text))).toBe(sanitise(text));
      }),
    );
    const plain = fc.string({ unit: fc.constantFrom('a', 'é', '漢', '🙂', ' ', '\n', '\t', '[', '0', 'm', ';') });
    fc.assert(
      fc.property(plain, (text) => {
        expect(sanitise(text)).toBe(text);
      }),
    );
  });

  it('removes escape sequences whole', () => {
    expect(sanitise('a\u001b[31mred\u001b[0m b')).toBe('ared b');
    expect(sanitise('x\u001b]8;;http://evil\u0007link\u001b]8;;\u0007y')).toBe('xlinky');
    expect(sanitise('p\u009b2Jq\u001bcr')).toBe('pqr');
  });

  it('a sequence torn over two pieces cannot drive a terminal either', () => {
    fc.assert(
      fc.property(hostile, fc.nat(), (text, cut) => {
        const at = text.length === 0 ? 0 : cut % text.length;
        const joined = sanitise(text.slice(0, at)) + sanitise(text.slice(at));
        expect([...joined].some((character) => /[\p{Cc}]/u.test(character) && !'\n\t'.includes(character))).toBe(false);
      }),
    );
  });
});
