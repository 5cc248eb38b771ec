/** Light and dark by the reader's system; severity is always a word, colour only repeats it. */
export const stylesheet = `
:root{color-scheme:light dark;--ink:#151515;--faint:#4d4d4d;--line:#d2d2d2;--page:#fff;--soft:#f5f5f5;--bad:#b1380b;--warn:#73480b;--link:#0066cc}
@media(prefers-color-scheme:dark){:root{--ink:#fff;--faint:#c7c7c7;--line:#4d4d4d;--page:#151515;--soft:#212121;--bad:#f4784a;--warn:#f0c94f;--link:#92c5f9}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:14px/1.5 "Red Hat Text",system-ui,sans-serif}
main{max-width:1400px;margin:0 auto;padding:24px 16px}
h1{font-size:22px;line-height:28px;margin:0;overflow-wrap:anywhere}
h2{font-size:16px;margin:24px 0 8px}
a{color:var(--link)}
small{color:var(--faint);font-size:12px;font-weight:400}
code{font-family:"Red Hat Mono",ui-monospace,monospace;font-size:13px}
.facts{color:var(--faint);margin:4px 0;overflow-wrap:anywhere}
.verdict{font-weight:600}
.stale{color:var(--warn);font-weight:600}
.figures{display:flex;flex-wrap:wrap;gap:8px;padding:0;margin:16px 0;list-style:none}
.figures li{border:1px solid var(--line);border-radius:8px;padding:8px 12px;background:var(--soft)}
.figures b{font-size:18px;font-variant-numeric:tabular-nums}
.figures .none{color:var(--faint)}
.figures .critical,.figures .high{border-color:var(--bad)}
.figures .critical b,.figures .high b{color:var(--bad)}
.figures .doubt{border-style:dashed;border-color:var(--warn)}
li{margin:2px 0}
summary{cursor:pointer;margin:8px 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;min-width:900px;table-layout:fixed}
th,td{padding:4px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead th{background:var(--soft);border-bottom:1px solid var(--line)}
thead th:nth-child(1){width:24%}thead th:nth-child(2),thead th:nth-child(5){width:11%}thead th:nth-child(3){width:84px}
thead th:nth-child(4){width:175px}thead th:nth-child(6){width:100px}td:nth-last-child(2){white-space:nowrap}
tbody{border-bottom:1px solid var(--line)}
th small{display:block}
.severity.critical,.severity.high{color:var(--bad);font-weight:600}
.severity.medium{color:var(--warn)}
mark{background:none;color:var(--bad);font-weight:600}
@media print{.scroll{overflow:visible}a{color:inherit}}
`;
