import { cssVariables } from './theme.js';

/** Style of the HTML report: system fonts, both colour schemes, narrow and wide. */
export const REPORT_STYLE = `
:root{${cssVariables('light')};--page:#f5f7f9}
@media (prefers-color-scheme:dark){:root{${cssVariables('dark')};--page:#0d1117}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:60rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .3rem;letter-spacing:-.015em}
h2{font-size:1.1rem;margin:0 0 .8rem}
.muted,figcaption{color:var(--muted)}
header p{margin:0 0 1.6rem}
section,figure{background:var(--paper);border:1px solid var(--grid);border-radius:12px;padding:1.3rem 1.4rem;margin:0 0 1.2rem}
figure svg{max-width:100%;height:auto;display:block;margin:0 auto}
figcaption{margin-top:.8rem;font-size:.9rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:1.2rem;margin:0 0 1.2rem}
.tile{background:var(--paper);border:1px solid var(--grid);border-radius:12px;padding:1rem 1.4rem}
.tile b{display:block;font-size:1.9rem;line-height:1.2;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.tile span{color:var(--muted);font-size:.9rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.45rem .7rem;text-align:left;border-bottom:1px solid var(--grid);vertical-align:top;overflow-wrap:anywhere}
thead th{color:var(--muted);font-weight:500;vertical-align:bottom;white-space:pre-line;overflow-wrap:normal}
tbody th{font-weight:600}
tbody tr:last-child>*{border-bottom:0}
th.number,td.number{text-align:right;white-space:pre-line;overflow-wrap:normal}
.key{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;padding:0;margin:0 0 .8rem;font-size:.9rem}
.key svg{vertical-align:-1px}
.warning{border-left:4px solid var(--red);padding:.5rem .9rem;background:var(--page);border-radius:4px}
details{margin-top:.8rem;font-size:.9rem}
summary{cursor:pointer;color:var(--blue)}
pre{overflow:auto;max-height:20rem;background:var(--page);padding:.8rem;border-radius:6px;font-size:.8rem}
@media print{body{background:none}section,figure,.tile{break-inside:avoid}}
`;
