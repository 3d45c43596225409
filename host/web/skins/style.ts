/** Style sheet of the skin pages, in the page itself; its hash is what the policy lets through. */
import { createHash } from 'node:crypto';

/** The style sheet. */
export const style = `
:root{color-scheme:light dark;--back:#f5f1e8;--card:#fffdf8;--text:#1f2c27;--soft:#5a665f;--line:#d5ccba;--mark:#1c6653;--on-mark:#fff;--bad:#b3261e;--bad-back:#fdecea;--good:#1b6e3c;--good-back:#e6f4ea}
@media (prefers-color-scheme:dark){:root{--back:#101614;--card:#19211e;--text:#e5ece8;--soft:#a3b3ab;--line:#38443f;--mark:#7fd1b5;--on-mark:#06231b;--bad:#ff9a90;--bad-back:#3a1d1b;--good:#83d6a0;--good-back:#16301f}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
a{color:var(--mark)}
:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
header,main{max-width:60rem;margin:0 auto;padding:1rem}
header nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:.5rem 0 0;padding:0}
[aria-current]{font-weight:700;color:inherit}
h1{font-size:1.5rem;line-height:1.25;margin:0;overflow-wrap:anywhere}
h2{font-size:1.1rem;margin:0 0 .75rem}
section{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem;margin:0 0 1rem}
.skip{position:absolute;left:-999rem}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem}
form{margin:0}
form+form{margin-top:1rem}
.row{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end}
.row+.row,.wide+.row,form+.row,.row+.wide,table+.row,ul+.row{margin-top:1rem}
label{display:block;font-weight:600}
.hint{color:var(--soft);margin:.25rem 0 0}
input[type=text],input[type=file]{font:inherit;color:inherit;background:var(--back);border:1px solid var(--line);border-radius:.4rem;padding:.5rem;min-height:2.75rem;max-width:100%;width:22rem}
input[type=checkbox]{width:1.25rem;height:1.25rem;margin:0;vertical-align:middle}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.1rem;border:1px solid var(--mark);border-radius:.4rem;background:var(--mark);color:var(--on-mark);cursor:pointer}
button.plain{background:transparent;color:var(--mark)}
button.danger{background:transparent;border-color:var(--bad);color:var(--bad)}
.wide{overflow-x:auto}
select{font:inherit;color:inherit;background:var(--back);border:1px solid var(--line);border-radius:.4rem;padding:.5rem;min-height:2.75rem}
table{border-collapse:collapse;width:100%}
caption{text-align:left;color:var(--soft);padding-bottom:.5rem}
th,td{text-align:left;padding:.45rem .5rem;border-top:1px solid var(--line);overflow-wrap:break-word}
.long,.name,.text{overflow-wrap:anywhere}
.name{min-width:9rem}
.text{min-width:13rem}
thead th{border-top:0;color:var(--soft);font-weight:600}
th.number,td.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
td.date,.time,.level{white-space:nowrap}
.time{font-variant-numeric:tabular-nums}
td.check{width:5rem}
.default{color:var(--soft)}
.named{list-style:none;margin:0;padding:0}
.named li{display:flex;gap:.75rem;align-items:center;padding:.45rem 0;border-top:1px solid var(--line)}
.message{border-color:var(--good);background:var(--good-back);color:var(--good);font-weight:600}
.problem{border-color:var(--bad);background:var(--bad-back)}
.problem h2,.problem h3{color:var(--bad)}
h3{font-size:1rem;margin:1rem 0 .25rem}
pre{background:var(--card);border:1px solid var(--line);border-radius:.4rem;padding:.75rem;overflow:auto;max-height:24rem;font:.85rem/1.5 ui-monospace,monospace;tab-size:4}
pre mark{background:#d11507;color:#fff;font-weight:700;padding:0 .2em;scroll-margin:8rem}
@media (max-width:36rem){td.date,th.date{display:none}section{border-radius:0;margin-left:-1rem;margin-right:-1rem;border-left:0;border-right:0}.row button,.row>div{width:100%}input[type=text],input[type=file]{width:100%}.lines thead{display:none}.lines,.lines caption,.lines tbody,.lines tr,.lines .text{display:block}.lines tr{border-top:1px solid var(--line);padding:.45rem 0}.lines td{display:inline-block;border:0;padding:0 .75rem 0 0;min-width:0}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;

const hash = createHash('sha256').update(style).digest('base64');

/** Content-Security-Policy of the skin pages: this style sheet, own forms, nothing else. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
