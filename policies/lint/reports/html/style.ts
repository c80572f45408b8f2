/** The page's style: light and dark, from a phone's width on. */
export const style = `
:root { color-scheme: light dark; --ground: #f6f7f9; --card: #fff; --ink: #1a2230; --quiet: #5b6675; --line: #dde2e9;
  --accent: #2757c4; --error: #b3261e; --warning: #8a5300; --info: #1f6391; --suppressed: #5b6675;
  --error-soft: #fbe9e7; --warning-soft: #fdf1dc; --info-soft: #e5f1f9; --suppressed-soft: #eceff3; }
@media (prefers-color-scheme: dark) { :root { --ground: #10141b; --card: #1a202a; --ink: #e7ebf2; --quiet: #9aa6b6;
  --line: #303947; --accent: #8fb2ff; --error: #ff9a90; --warning: #f3bd62; --info: #85c6f2; --suppressed: #9aa6b6;
  --error-soft: #3c1f1f; --warning-soft: #38290f; --info-soft: #152d3d; --suppressed-soft: #262d38; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", sans-serif; }
main, header > div { max-width: 1080px; margin: 0 auto; padding: 0 20px; }
header { background: var(--card); border-bottom: 1px solid var(--line); padding: 28px 0 24px; }
h1 { font-size: 26px; line-height: 1.2; margin: 0; letter-spacing: -.01em; }
h2 { font-size: 19px; margin: 36px 0 12px; }
h3 { font-size: 15px; margin: 26px 0 8px; overflow-wrap: anywhere; }
h3 small { color: var(--quiet); font-weight: 400; display: block; }
p { margin: 0 0 8px; }
.quiet { color: var(--quiet); }
code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
a { color: var(--accent); overflow-wrap: anywhere; }
.totals { display: grid; grid-template-columns: repeat(5, 1fr); gap: 12px; list-style: none; margin: 20px 0 0; padding: 0; }
.totals li { border-radius: 12px; padding: 12px 16px; background: var(--suppressed-soft); color: var(--quiet); }
.totals b { display: block; font-size: 28px; line-height: 1.15; color: var(--ink); font-variant-numeric: tabular-nums; }
.totals .error { background: var(--error-soft); } .totals .error b { color: var(--error); }
.totals .warning { background: var(--warning-soft); } .totals .warning b { color: var(--warning); }
.totals .info { background: var(--info-soft); } .totals .info b { color: var(--info); }
.totals .none b { color: var(--quiet); }
.filters { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 10px; align-items: center;
  background: var(--ground); padding: 12px 0; border-bottom: 1px solid var(--line); }
.filters input[type="search"] { flex: 1 1 140px; }
.filters input[type="search"], select { font: inherit; font-size: 15px; color: inherit; background: var(--card); min-width: 0;
  max-width: 100%; border: 1px solid var(--line); border-radius: 9px; padding: 7px 11px; }
select { flex: 0 1 150px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.pills { display: flex; flex-wrap: wrap; gap: 6px; border: 0; margin: 0; padding: 0; }
.pills label { display: inline-flex; align-items: center; gap: 6px; padding: 6px 12px; border: 1px solid var(--line);
  border-radius: 99px; background: var(--card); font-size: 14px; cursor: pointer; user-select: none; }
.pills label:has(:checked).error { background: var(--error-soft); color: var(--error); border-color: currentColor; }
.pills label:has(:checked).warning { background: var(--warning-soft); color: var(--warning); border-color: currentColor; }
.pills label:has(:checked).info { background: var(--info-soft); color: var(--info); border-color: currentColor; }
.pills label:has(:checked).suppressed { background: var(--suppressed-soft); border-color: currentColor; }
.pills input { accent-color: currentColor; margin: 0; }
.shown { font-size: 14px; color: var(--quiet); margin: 12px 0 0; }
article { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 10px;
  padding: 13px 16px; margin: 0 0 10px; }
article.error { --tone: var(--error); --soft: var(--error-soft); }
article.warning { --tone: var(--warning); --soft: var(--warning-soft); }
article.info { --tone: var(--info); --soft: var(--info-soft); }
article.suppressed { --tone: var(--suppressed); --soft: var(--suppressed-soft); opacity: .85; }
article .rule { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: baseline; margin: 0 0 5px; font-size: 14px; }
article .rule b { font-size: 15px; }
.badge { background: var(--soft); color: var(--tone); border-radius: 99px; padding: 1px 10px; font-size: 13px; font-weight: 600; }
article .message { overflow-wrap: anywhere; }
article .place { font-size: 13px; color: var(--quiet); overflow-wrap: anywhere; margin: 0; }
article details { margin-top: 8px; }
summary { cursor: pointer; color: var(--accent); font-size: 14px; width: fit-content; }
article dl { margin: 8px 0 0; font-size: 15px; }
dt { font-weight: 600; font-size: 14px; margin-top: 8px; }
dd { margin: 0; }
.picture { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 12px; }
.picture svg { display: block; margin: 0 auto; font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.node rect { fill: var(--info-soft); stroke: var(--info); }
.node.outside rect { fill: var(--warning-soft); stroke: var(--warning); }
.node.service rect { fill: var(--suppressed-soft); stroke: var(--suppressed); }
.node.administrator rect { fill: var(--error-soft); stroke: var(--error); }
.node text { fill: var(--ink); }
.node .kind { fill: var(--quiet); font-size: 11px; font-family: system-ui, sans-serif; }
.edges path { fill: none; stroke: var(--quiet); stroke-width: 1.6; }
.edges path:hover { stroke: var(--accent); stroke-width: 3; }
marker path { fill: var(--quiet); stroke: none; }
.ways { margin-top: 10px; } .ways ul { padding-left: 22px; margin: 6px 0; } .ways li { overflow-wrap: anywhere; }
.empty { text-align: center; padding: 44px 16px; color: var(--quiet); }
footer { color: var(--quiet); font-size: 14px; padding: 28px 0 40px; }
@media (max-width: 640px) {
  main, header > div { padding: 0 14px; } header { padding: 20px 0 18px; }
  .totals { grid-template-columns: repeat(6, 1fr); gap: 8px; } .totals li { padding: 10px 12px; font-size: 14px; }
  .totals li { grid-column: span 2; } .totals li:nth-child(n+4) { grid-column: span 3; } .totals b { font-size: 24px; }
  .filters { position: static; } select { flex: 1 1 140px; } }
@media print { .filters, .shown { display: none; } article { break-inside: avoid; } }
`;
