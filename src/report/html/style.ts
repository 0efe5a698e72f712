/** Hues of the layers, one after the other. */
const hues = [212, 152, 32, 282, 2, 182, 332, 62];
const layers = hues
  .map((hue, at) => `.c${at}{fill:hsl(${hue} var(--box))}.c${at}.open{fill:hsl(${hue} var(--frame))}`)
  .join('');

/** No `<` and no `&`: it stands in the page as it is. */
export const style = `
:root{--back:#fff;--front:#1f2328;--soft:#59636e;--line:#d1d9e0;--panel:#f6f8fa;--pass:#1a7f37;--fail:#d1242f;--warn:#9a6700;--skip:#59636e;--box:55% 78%;--frame:40% 92%;--edge:#fff}
@media (prefers-color-scheme:dark){:root{--back:#0d1117;--front:#e6edf3;--soft:#9198a1;--line:#3d444d;--panel:#151b23;--pass:#3fb950;--fail:#f85149;--warn:#d29922;--skip:#9198a1;--box:32% 34%;--frame:28% 17%;--edge:#0d1117}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1240px;padding:24px 20px;background:var(--back);color:var(--front);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
h1{margin:0;font-size:26px;overflow-wrap:anywhere;padding-left:14px;border-left:6px solid}
h1.pass{border-color:var(--pass)}h1.fail{border-color:var(--fail)}
h2{margin:36px 0 12px;font-size:18px}
p{margin:6px 0}
.digest,footer{color:var(--soft);font-size:13px;overflow-wrap:anywhere}
.count{margin-right:14px;font-weight:600}
.pass .glyph,.count.pass{color:var(--pass)}.fail .glyph,.count.fail{color:var(--fail)}.warn .glyph,.count.warn{color:var(--warn)}.skip,.skip .glyph,.count.skip{color:var(--skip)}
.figures{display:flex;flex-wrap:wrap;gap:12px;margin:16px 0 0}
.figures div{display:flex;flex-direction:column-reverse;padding:10px 16px;background:var(--panel);border:1px solid var(--line);border-radius:8px}
dd{margin:0;font-size:18px;font-weight:600}dt{color:var(--soft);font-size:13px}
.checks{list-style:none;margin:0;padding:0;border:1px solid var(--line);border-radius:8px;overflow:hidden}
.checks li{display:grid;grid-template-columns:20px 110px minmax(0,1fr);gap:10px;padding:9px 14px;border-top:1px solid var(--line)}
.checks li:first-child{border-top:0}
.checks div{overflow-wrap:anywhere}
.glyph{font-weight:700;text-align:center}
pre{margin:6px 0 0;padding:8px 10px;background:var(--panel);border-radius:6px;font:12.5px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
pre.at{border-left:3px solid var(--warn)}
.fail pre.at{border-color:var(--fail)}
.treemap{display:block;width:100%;height:auto;font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.treemap rect{stroke:var(--edge);stroke-width:1}
.treemap rect:hover{stroke:var(--front);stroke-width:2}
.treemap text{fill:var(--front);pointer-events:none}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13.5px}
th,td{padding:5px 12px 5px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{color:var(--soft);font-weight:500}
td:first-child{white-space:nowrap;width:1%;padding-right:24px}
footer{margin-top:36px}
${layers}`;
