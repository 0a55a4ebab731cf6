import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../../src/report/escape-html.js';
import { htmlReport } from '../../src/report/html-report.js';
import { rooflinePlot } from '../../src/report/plots/roofline-plot.js';
import { renderSvg } from '../../src/report/render-svg.js';
import { ARM_MARKS, followPage, TOKENS } from '../../src/report/theme.js';
import { plotsOf, writeReport } from '../../src/report/write-report.js';
import type { DemoRecord } from '../../src/schemas/eval-record.js';
import { emptyDirectory } from '../support/data-set.js';
import { sampleRecord } from '../support/sample-record.js';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&\u001b[2J`;

/** What a pattern finds, with a little around it: a page is too long to be shown when an expectation fails. */
function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => text.slice(Math.max(0, match.index - 40), match.index + 40));
}

/** The record with every free text replaced. */
function withText(record: DemoRecord, text: string): DemoRecord {
  return {
    ...record,
    energyStatement: text,
    remarks: [text],
    faults: [{ kind: text, deviceId: text, detail: text, questionId: text }],
    arms: record.arms.map((arm) => ({ ...arm, energyDetail: text, stopReasons: { [text]: 1 } })),
    provenance: {
      ...record.provenance,
      model: { ...record.provenance.model, name: text },
      machine: { ...record.provenance.machine, cpuModel: text, devices: [text], devicesRequested: [text] },
      dataSet: { path: text, digest: text, questions: 1 },
    },
    roofline: {
      roofs: (record.roofline?.roofs ?? []).map((roof) => ({ ...roof, deviceId: text })),
      dots: (record.roofline?.dots ?? []).map((dot) => ({ ...dot, deviceId: text, label: text })),
    },
  };
}

describe('the HTML report', () => {
  it('needs nothing else: no script, no address to load from, and a policy that forbids both', async () => {
    const directory = emptyDirectory();
    const path = await writeReport(sampleRecord(), directory);
    const html = readFileSync(path, 'utf8');
    expect(found(html, /<script|<link|<iframe|@import|url\(|\ssrc=|\son\w+=/gi)).toEqual([]);
    expect(found(html.replaceAll('http://www.w3.org/', ''), /https?:\/\//g)).toEqual([]);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('prefers-color-scheme:dark');
  });

  it('cannot be broken out of by what models and files say', async () => {
    const record = withText(sampleRecord(), HOSTILE);
    const plots = await Promise.all(plotsOf(record).map(async (plot) => ({ plot, svg: await renderSvg(plot) })));
    const html = htmlReport(record, plots);
    expect(found(html, /<script|<img|\p{Cc}(?<!\n)/gu)).toEqual([]);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    for (const { svg } of plots) expect(found(svg, /<script|<img/g)).toEqual([]);
  });

  it('says every arm, remark, stop reason and provenance field', async () => {
    const record = sampleRecord();
    const html = htmlReport(record, []);
    const { model, machine } = record.provenance;
    for (const said of [model.digest, machine.fingerprint, record.energyStatement, ...record.remarks]) {
      expect(html).toContain(escapeHtml(said));
    }
    for (const arm of record.arms) for (const reason of Object.keys(arm.stopReasons)) expect(html).toContain(reason);
  });

  it('says so when the run is incomplete', () => {
    expect(htmlReport({ ...sampleRecord(), complete: false }, [])).toContain('stopped before every question was done');
    expect(htmlReport(sampleRecord(), [])).not.toContain('stopped before every question was done');
  });
});

describe('escapeHtml', () => {
  it('leaves no character that could start markup, and loses no other', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', ';', '#', ' ') }), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']/);
        const back = escaped
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        expect(back).toBe(text);
      }),
    );
  });
});

describe('plots', () => {
  it('each has a title, a description, an accessible name, its data, and nothing unknown in it', async () => {
    const plots = plotsOf(sampleRecord());
    expect(plots.map((plot) => plot.id)).toEqual([
      'accuracy-joules',
      'pareto-front',
      'energy-terms',
      'reliability',
      'roofline',
    ]);
    for (const plot of plots) {
      const svg = await renderSvg(plot);
      expect(svg).toMatch(/^<svg[^>]* role="img" aria-labelledby="/);
      expect(svg).toContain(`<title id="${plot.id}-title">`);
      expect(svg).toContain(`<desc id="${plot.id}-description">`);
      expect(found(svg, /NaN|undefined|Infinity/g)).toEqual([]);
      expect(plot.rows.length).toBeGreaterThan(0);
      expect(plot.description.length).toBeGreaterThan(40);
    }
  });

  it('are left out where there is nothing to draw, rather than drawn empty', () => {
    const record = sampleRecord();
    const bare: DemoRecord = {
      ...record,
      planning: null,
      roofline: null,
      calibration: [],
      arms: record.arms.map((arm) => ({ ...arm, energyJ: null, energySource: 'none' as const })),
    };
    expect(plotsOf(bare)).toEqual([]);
  });

  it('a dot above its roof is shown as the error it is', async () => {
    const { roofline } = sampleRecord();
    if (roofline === null) throw new Error('the sample record has a roofline');
    const [first, ...rest] = roofline.dots;
    if (first === undefined) throw new Error('the sample record has dots');
    expect(rooflinePlot(roofline)?.warning).toBeUndefined();
    const wrong = rooflinePlot({ ...roofline, dots: [{ ...first, aboveRoof: true }, ...rest] });
    expect(wrong?.warning).toMatch(/^1 mark lies above its roof/);
    if (wrong === undefined) throw new Error('the roofline was not drawn');
    expect(await renderSvg(wrong)).toContain(TOKENS.red.light);
  });

  it('tell arms apart by shape as well as by colour', () => {
    const marks = Object.values(ARM_MARKS);
    expect(new Set(marks.map((mark) => mark.shape)).size).toBe(marks.length);
    expect(new Set(marks.map((mark) => mark.colour)).size).toBe(marks.length);
  });

  it('follow the page’s colour scheme: no drawn colour stays fixed', async () => {
    for (const plot of plotsOf(sampleRecord())) {
      const fixed = followPage(await renderSvg(plot)).match(/(?:fill|stroke)="#[0-9a-f]+"/gi) ?? [];
      expect(fixed, plot.id).toEqual([]);
    }
  });

  it('lie beside the report as SVG and JSON', async () => {
    const directory = emptyDirectory();
    const record = sampleRecord();
    await writeReport(record, directory);
    for (const plot of plotsOf(record)) {
      expect(readFileSync(join(directory, 'plots', `${plot.id}.svg`), 'utf8')).toMatch(/^<svg/);
      const rows: unknown = JSON.parse(readFileSync(join(directory, 'plots', `${plot.id}.json`), 'utf8'));
      expect(rows).toEqual(JSON.parse(JSON.stringify(plot.rows)));
    }
    expect(readFileSync(join(directory, 'report.md'), 'utf8')).toContain(
      '![Pareto front: energy against time](plots/pareto-front.svg)',
    );
  });
});
