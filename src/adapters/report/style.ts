/** The report's looks. Light and dark follow the reader's system; print is light. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #fbfbfa; --card: #ffffff; --text: #1c1f23; --quiet: #565c64; --line: #d9dcdf; --ground: #ecedef;
  --good: #1a6e3c; --bad: #b3261e; --none: #565c64;
  --truth: #9aa1a9; --track: #1f6fb2; --missed: #d9730d; --false: #a4307f; --band: #bcd8ef; --limit: #b3261e;
  --cycle-0: #1f6fb2; --cycle-1: #0d7a5f; --cycle-2: #8a5a00; --cycle-3: #7a3fb0; --cycle-4: #b03a48; --cycle-5: #2b6777;
  --cycle-6: #5d6b1a; --cycle-7: #9b3d86; --on-cycle: #ffffff;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #14171a; --card: #1b1f23; --text: #e6e8ea; --quiet: #a6adb5; --line: #353b42; --ground: #262b31;
    --good: #6fcf97; --bad: #ff8a80; --none: #a6adb5;
    --truth: #767f89; --track: #6db3f2; --missed: #f0a04b; --false: #e58ac6; --band: #27475f; --limit: #ff8a80;
    --cycle-0: #6db3f2; --cycle-1: #5fcfb0; --cycle-2: #e0b255; --cycle-3: #c3a0ee; --cycle-4: #f08f98; --cycle-5: #7fc4d6;
    --cycle-6: #b8c968; --cycle-7: #e69ad0; --on-cycle: #14171a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1072px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 4px; }
h2 { font-size: 20px; margin: 48px 0 12px; padding-top: 16px; border-top: 1px solid var(--line); }
h3 { font-size: 17px; margin: 0; }
p { margin: 4px 0; max-width: 76ch; }
.quiet, figcaption, .summary { color: var(--quiet); }
figcaption { font-size: 14px; max-width: 84ch; margin-top: 4px; }
figure, .card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin: 16px 0; padding: 20px 24px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 12px; margin: 20px 0; padding: 0; list-style: none; }
.figures li { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; }
.figures .name { display: block; color: var(--quiet); font-size: 14px; }
.figures .value { font-size: 26px; font-weight: 600; font-variant-numeric: tabular-nums; }
.figures .unit { color: var(--quiet); font-size: 15px; margin-left: 4px; }
.verdict { font-weight: 600; white-space: nowrap; }
.verdict.met { color: var(--good); } .verdict.not-met { color: var(--bad); } .verdict.not-measured { color: var(--none); font-weight: 400; }
.answer { font-size: 18px; font-weight: 600; margin: 12px 0 0; }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline: 2px solid var(--track); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: 14.5px; }
caption { text-align: left; color: var(--quiet); padding: 0 0 8px; font-size: 14px; }
th, td { text-align: left; padding: 6px 16px 6px 0; vertical-align: top; border-bottom: 1px solid var(--line); }
tbody th { font-weight: 500; }
thead th { font-weight: 600; white-space: nowrap; vertical-align: bottom; border-bottom-color: var(--quiet); }
tbody tr:last-child > * { border-bottom: 0; }
.numeric { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.doc { display: block; color: var(--quiet); font-weight: 400; font-size: 13.5px; max-width: 60ch; min-width: 220px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 8px 0 4px; padding: 0; list-style: none; font-size: 14px; }
.legend svg { margin-right: 6px; vertical-align: -1px; }
figure .scroll svg { display: block; min-width: 620px; max-width: 100%; height: auto; margin: 0 auto; }
details { margin: 16px 0; }
summary { cursor: pointer; font-weight: 600; padding: 4px 0; }
footer { margin-top: 48px; color: var(--quiet); font-size: 14px; }
@media (max-width: 640px) {
  main { padding: 20px 12px 40px; }
  figure, .card { padding: 14px 14px; }
}
@media print {
  :root { color-scheme: light; }
  main { max-width: none; padding: 0; }
  figure, .card, .figures li { break-inside: avoid; }
}
`;
