import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue, extendCatalogue, findMachine, machineToDevices } from '../../src/catalogue/index.js';

const page = readFileSync(new URL('../../../../docs/catalogue.md', import.meta.url), 'utf8');

function block(language: string): string {
  const found = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'm').exec(page);
  if (found === null) throw new Error(`docs/catalogue.md has no ${language} block`);
  return found[1];
}

describe('docs/catalogue.md', () => {
  it('says what its calls give', () => {
    const [, format] = /const q4 = (.*);/.exec(block('js')) ?? [];
    const q4 = new Function(`return ${format}`)();
    const calls = [
      ...block('js').matchAll(/^machineToDevices\(findMachine\(catalogue, '(.*)'\), q4(.*)\)\.kind; \/\/ '(.*)'$/gm),
    ];
    expect(calls).toHaveLength(3);
    for (const [, id, options, kind] of calls) {
      const result = machineToDevices(findMachine(catalogue, id), q4, {
        withPriors: options.includes('withPriors: true'),
      });
      expect(result.kind, id).toBe(kind);
    }
  });

  it('shows a file that is accepted and unblocks its machine', () => {
    const extended = extendCatalogue(catalogue, JSON.parse(block('json')));
    const q4 = { name: 'q4', bitsPerParameter: 4.89, arithmetic: 'fp32' } as const;
    const result = machineToDevices(findMachine(extended, 'my-pi'), q4, { catalogue: extended, withPriors: true });
    expect(result.kind).toBe('ready');
  });
});
