import { describe, expect, it } from 'vitest';
import { certificateLabel, certificateText } from '../../src/format/certificate-text.js';

describe('certificateLabel', () => {
  it('is the kind, and for a bound the gap, never rounded down', () => {
    expect(certificateLabel({ kind: 'exact' })).toBe('exact');
    expect(certificateLabel({ kind: 'baseline' })).toBe('baseline');
    expect(certificateLabel({ kind: 'gap', gap: 0.03101 })).toBe('gap ≤ 3.11 %');
    expect(certificateLabel({ kind: 'gap', gap: 0 })).toBe('gap ≤ 0 %');
  });
});

describe('certificateText', () => {
  it('says in what no plan is better', () => {
    expect(certificateText({ kind: 'exact' }, 'energy')).toBe('exact: proved, no plan is cheaper');
    expect(certificateText({ kind: 'gap', gap: 0.5 }, 'knee')).toMatch(
      /^gap ≤ 50.* in energy and time at once by more/,
    );
  });
});
