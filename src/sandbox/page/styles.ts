/** The page's looks: Slack's, near enough to need no explanation. */
export const styles = `
@font-face { font-family: Inter; font-weight: 400; src: url(/page/inter-400.woff2) format("woff2"); }
@font-face { font-family: Inter; font-weight: 600; src: url(/page/inter-600.woff2) format("woff2"); }
@font-face { font-family: Inter; font-weight: 700 900; src: url(/page/inter-700.woff2) format("woff2"); }
:root {
  --plum: #3f0e40; --plum-dark: #350d36; --plum-light: #5a2a5c; --lilac: #f9edff; --ink: #1d1c1d; --grey: #616061;
  --line: #dddddd; --faint: #f8f8f8; --blue: #1264a3; --green: #007a5a; --red: #e01e5a; --amber: #f2c744;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { height: 100%; margin: 0; }
body {
  font: 15px/1.46668 Inter, "Segoe UI", Helvetica, Arial, sans-serif; color: var(--ink); background: var(--plum-dark);
  display: grid; grid-template: auto auto 44px 1fr / 240px 1fr;
  grid-template-areas: "banner banner" "offline offline" "top top" "side main"; overflow: hidden;
}
button, input, select, textarea { font: inherit; color: inherit; }
button { cursor: pointer; background: none; border: 0; padding: 0; text-align: inherit; }
:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
h1, h2, h3, p, figure, ul, ol, pre, blockquote { margin: 0; }
.icon { width: 18px; height: 18px; flex: none; vertical-align: -4px; }
.hint { color: var(--grey); font-size: 12px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 4px; z-index: 9; background: #fff; padding: 4px 10px; border-radius: 4px; }

#banner { grid-area: banner; background: var(--amber); color: #3d2f00; font-size: 12.5px; font-weight: 600; text-align: center; padding: 3px 12px; }
#offline { grid-area: offline; background: var(--red); color: #fff; font-size: 13px; text-align: center; padding: 3px; }
#top { grid-area: top; display: flex; align-items: center; justify-content: center; position: relative; color: #fff; }
#clock { width: min(420px, 46vw); }
#people { position: absolute; right: 12px; }
details > summary { list-style: none; cursor: pointer; }
details > summary::-webkit-details-marker { display: none; }
.clock summary {
  display: flex; gap: 8px; align-items: center; justify-content: center; height: 28px; border-radius: 6px; font-size: 13px;
  background: #ffffff26; border: 1px solid #ffffff33; color: #f3e8f4; font-variant-numeric: tabular-nums;
}
.clock summary:hover { background: #ffffff38; }
#top :focus-visible, #sidebar :focus-visible { outline-color: #fff; }
.clock, .people { position: relative; }
.popover {
  position: absolute; top: 36px; right: 0; z-index: 5; background: #fff; color: var(--ink); border-radius: 8px; padding: 14px;
  box-shadow: 0 4px 24px #0005; display: grid; gap: 8px; width: 380px; max-width: 92vw;
}
.clock .popover { left: 50%; right: auto; transform: translateX(-50%); }
.clock.busy .popover { opacity: .6; pointer-events: none; }
.clock.busy summary .icon { animation: turn 1s linear infinite; }
@keyframes turn { to { transform: rotate(360deg); } }
.row { display: flex; gap: 8px; }
.row .text { flex: 1; min-width: 0; }
.people summary { display: flex; gap: 8px; align-items: center; font-size: 13px; color: #f3e8f4; border-radius: 6px; padding: 2px 8px 2px 2px; }
.people summary:hover { background: #ffffff22; }
.people .avatar { width: 26px; height: 26px; font-size: 11px; border-radius: 6px; }
.person { display: flex; gap: 10px; align-items: center; padding: 6px; border-radius: 6px; }
.person span { display: grid; }
.person:hover, .person[aria-pressed="true"] { background: var(--lilac); }
.person .avatar { width: 36px; height: 36px; display: inline-grid; }

#sidebar { grid-area: side; background: var(--plum); color: #d9c6da; border-radius: 8px 0 0 0; padding: 0 8px 12px; overflow-y: auto; margin-left: 4px; }
.team { color: #fff; font-weight: 700; font-size: 17px; padding: 14px 8px 10px; border-bottom: 1px solid #ffffff1f; margin: 0 -8px 10px; padding-left: 16px; }
#channels h2 { font-size: 13px; font-weight: 400; padding: 10px 8px 4px; color: #bfa3c0; }
#channels button { display: flex; gap: 9px; align-items: center; width: 100%; height: 30px; padding: 0 10px; border-radius: 6px; }
#channels button:hover { background: #ffffff17; }
#channels button[aria-current] { background: var(--lilac); color: #39063a; }
#channels .unread { color: #fff; font-weight: 700; }
#channels .sign { width: 20px; text-align: center; opacity: .8; }
#channels .avatar { width: 20px; height: 20px; border-radius: 4px; }
#channels .name { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.count { background: var(--red); color: #fff; border-radius: 9px; font-size: 11px; font-weight: 700; padding: 0 7px; line-height: 18px; }

main { grid-area: main; background: #fff; display: flex; flex-direction: column; min-width: 0; min-height: 0; margin-right: 4px; border-radius: 0 8px 0 0; }
#channel-header { display: flex; align-items: baseline; gap: 14px; padding: 12px 20px 11px; border-bottom: 1px solid var(--line); position: relative; }
#channel-header h1 { font-size: 18px; font-weight: 800; }
.topic { color: var(--grey); font-size: 13px; }
.tabs { margin-left: auto; display: flex; gap: 4px; align-self: center; }
.tabs button { padding: 2px 12px; border-radius: 6px; font-size: 13px; font-weight: 600; color: var(--grey); }
.tabs button[aria-selected="true"] { background: var(--lilac); color: #39063a; }
#conversation { flex: 1; display: flex; flex-direction: column; min-height: 0; position: relative; }
#messages { flex: 1; overflow-y: auto; padding: 12px 0 8px; }
#messages:focus-visible { outline-offset: -2px; }
#home { flex: 1; overflow-y: auto; padding: 20px; }
.home { max-width: 720px; }

.day { display: flex; align-items: center; margin: 10px 20px; position: relative; justify-content: center; }
.day::before { content: ""; position: absolute; left: 0; right: 0; border-top: 1px solid var(--line); }
.day span { position: relative; background: #fff; border: 1px solid var(--line); border-radius: 14px; padding: 1px 14px; font-size: 12.5px; font-weight: 700; }
.message { display: grid; grid-template-columns: 36px minmax(0, 1fr); gap: 0 10px; padding: 8px 20px; position: relative; }
.message:hover { background: var(--faint); }
.message.ephemeral { background: #f6f6f4; border-left: 3px solid #c9c5bd; padding-left: 17px; }
.only-you { grid-column: 2; color: var(--grey); font-size: 12px; display: flex; gap: 6px; align-items: center; margin-bottom: 2px; }
.only-you .icon { width: 15px; height: 15px; }
.ephemeral > .avatar { grid-row: 2; }
.avatar { width: 36px; height: 36px; border-radius: 8px; display: inline-grid; place-items: center; color: #fff; font-size: 13px; font-weight: 700; flex: none; overflow: hidden; }
.avatar.bot { background: linear-gradient(150deg, #4a154b, #1264a3); }
.avatar svg { width: 100%; height: 100%; }
.body > header { display: flex; align-items: baseline; gap: 8px; }
.body > header strong { font-weight: 800; }
.body time { color: var(--grey); font-size: 12px; }
.badge { background: #e8e8e8; color: var(--grey); font-size: 10px; font-weight: 700; border-radius: 2px; padding: 0 4px; line-height: 15px; align-self: center; }
.hover { position: absolute; right: 20px; top: -12px; background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 2px; opacity: 0; }
.message:hover .hover, .hover:focus-within { opacity: 1; }
.icon-button { width: 30px; height: 28px; display: grid; place-items: center; border-radius: 6px; color: var(--grey); }
.icon-button:hover { background: #eee; }
.thread { margin: 0 20px 8px 66px; border-left: 3px solid var(--line); }
.thread > .hint { padding-left: 14px; color: var(--blue); font-weight: 700; }
.thread .message { padding-left: 14px; }

.blocks { display: grid; gap: 8px; margin-top: 3px; max-width: 980px; grid-template-columns: minmax(0, 1fr); }
.blocks > :not(.grid) { max-width: 760px; }
.section { overflow-wrap: anywhere; }
.with-accessory { display: flex; gap: 16px; justify-content: space-between; align-items: flex-start; }
.section-body { min-width: 0; flex: 1; display: grid; gap: 8px; }
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 18px; }
.plain { white-space: pre-wrap; }
.header { font-size: 18px; font-weight: 800; line-height: 1.33; }
.context { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; color: var(--grey); font-size: 13px; overflow-wrap: anywhere; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
hr { border: 0; border-top: 1px solid var(--line); width: 100%; margin: 4px 0; }
a, .link { color: var(--blue); text-decoration: none; }
a:hover, .link:hover { text-decoration: underline; }
code { font: 12px/1.5 Menlo, Consolas, "DejaVu Sans Mono", monospace; color: #c01343; background: #f6f2f3; border: 1px solid #ddd; border-radius: 3px; padding: 1px 4px; overflow-wrap: anywhere; }
pre { font: 12px/1.5 Menlo, Consolas, "DejaVu Sans Mono", monospace; background: var(--faint); border: 1px solid var(--line); border-radius: 4px; padding: 8px; white-space: pre-wrap; overflow-wrap: anywhere; margin: 4px 0; }
blockquote { border-left: 4px solid var(--line); padding-left: 12px; }
.mention { background: #e8f5fa; color: var(--blue); border-radius: 3px; padding: 0 3px; }
.mention.loud { background: #fff3c4; color: #7a5b00; }
.thumbnail { width: 20px; height: 20px; border-radius: 3px; object-fit: cover; }
.with-accessory .thumbnail { width: 76px; height: 76px; border-radius: 6px; }
.picture figcaption { font-size: 13px; margin-bottom: 4px; color: var(--grey); }
.picture button { display: block; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; cursor: zoom-in; background: #fff; max-width: 640px; }
.picture button:hover { border-color: #bbb; }
.picture img { display: block; width: 100%; height: auto; }
.file { display: inline-flex; gap: 10px; align-items: center; border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; margin-top: 6px; max-width: 380px; color: var(--ink); background: #fff; }
.file > span { display: grid; }
.file img { width: 100%; }
.container, .card { border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; background: #fff; display: grid; gap: 6px; }
.carousel { display: flex; gap: 10px; overflow-x: auto; }
.card { min-width: 240px; }
.alert { border-radius: 8px; padding: 10px 14px; background: #e8f1fa; }
.alert.warning { background: #fdf3d7; } .alert.error { background: #fde8ef; } .alert.success { background: #e5f4ee; }

.button { display: inline-block; border: 1px solid #1d1c1d4d; border-radius: 8px; background: #fff; padding: 0 12px; height: 32px; line-height: 30px; font-size: 13.5px; font-weight: 600; white-space: nowrap; }
.button:hover { background: var(--faint); box-shadow: 0 1px 3px #0002; }
.button.primary { background: var(--green); border-color: var(--green); color: #fff; }
.button.danger { background: var(--red); border-color: var(--red); color: #fff; }
.button:disabled { opacity: .55; cursor: default; }
.button.busy { opacity: 1; color: var(--grey); background: linear-gradient(90deg, #fff 0 40%, #eee 50%, #fff 60%) 0 0 / 250% 100%; animation: shine 1s linear infinite; }
@keyframes shine { from { background-position: 120% 0; } to { background-position: -20% 0; } }
.popover .button { text-align: center; }
.select, .text { border: 1px solid #1d1c1d4d; border-radius: 8px; height: 32px; padding: 0 10px; font-size: 13.5px; background: #fff; max-width: 100%; }
.select { font-weight: 600; max-width: 240px; }
.select[multiple] { height: auto; padding: 6px; }
textarea.text { height: auto; padding: 8px 10px; width: 100%; }
.external, .overflow { position: relative; }
.menu { position: absolute; z-index: 4; top: 100%; left: 0; min-width: 220px; max-height: 260px; overflow-y: auto; background: #fff; border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 4px 16px #0003; padding: 6px 0; display: grid; }
.menu button, .menu p { padding: 5px 14px; font-size: 14px; }
.menu button:hover, .menu button:focus { background: var(--blue); color: #fff; outline: 0; }
.choices { display: grid; gap: 4px; }
.choice { display: flex; gap: 8px; align-items: center; }

.grid { border: 1px solid var(--line); border-radius: 8px; background: #fff; overflow: hidden; width: fit-content; max-width: 100%; min-width: min(420px, 100%); }
.grid .bar { display: flex; gap: 16px; align-items: center; justify-content: space-between; padding: 7px 12px; background: var(--faint); border-bottom: 1px solid var(--line); }
.caption { font-size: 13px; font-weight: 600; }
.bar input { border: 1px solid var(--line); border-radius: 6px; height: 26px; padding: 0 8px; font-size: 12.5px; width: 130px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 12px; text-align: left; border-bottom: 1px solid #eee; white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
tbody tr:hover { background: #f4f9fd; }
tbody th { font-weight: 600; }
thead th { font-weight: 600; color: var(--grey); background: #fff; border-bottom: 1px solid var(--line); }
thead button { font-weight: 600; display: inline-flex; gap: 4px; white-space: nowrap; }
thead button:hover { color: var(--ink); }
.arrow::after { content: "↕"; opacity: .3; }
[aria-sort="ascending"] .arrow::after { content: "↑"; opacity: 1; }
[aria-sort="descending"] .arrow::after { content: "↓"; opacity: 1; }
.align-right { text-align: right; } .align-center { text-align: center; }
.pager { display: flex; gap: 2px; align-items: center; justify-content: flex-end; padding: 3px 8px; border-top: 1px solid var(--line); font-size: 12.5px; color: var(--grey); }
.pager span { margin-right: 6px; }
.pager button { width: 26px; height: 24px; display: grid; place-items: center; border-radius: 6px; }
.pager button:hover:enabled { background: #eee; }
.pager button:disabled { opacity: .3; cursor: default; }
.chart { border: 1px solid var(--line); border-radius: 8px; background: #fff; padding: 10px 14px; max-width: 640px; }
.chart figcaption { font-weight: 700; font-size: 14px; margin-bottom: 6px; }
.chart svg { display: block; width: 100%; }
.chart text { font-size: 11px; fill: var(--grey); }
.gridline { stroke: #eee; } .zero { stroke: #aaa; }
.legend { list-style: none; padding: 4px 0 0; display: flex; flex-wrap: wrap; gap: 4px 14px; font-size: 12px; color: var(--grey); }
.swatch { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 5px; }

#invitation { margin: 0 20px 8px; padding: 8px 14px; border-radius: 8px; background: var(--lilac); font-size: 13.5px; display: flex; gap: 16px; align-items: center; justify-content: space-between; }
#composer { margin: 0 20px; border: 1px solid #1d1c1d4d; border-radius: 8px; background: #fff; }
#composer:focus-within { border-color: #1d1c1d99; box-shadow: 0 0 0 3px #1d1c1d14; }
#composer-hint { display: grid; font-size: 12.5px; color: var(--grey); }
#composer-hint > span { padding: 6px 12px; border-bottom: 1px solid #eee; }
.usage { color: var(--grey); font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12px; }
#composer-field { display: block; width: 100%; border: 0; resize: none; outline: 0; padding: 10px 12px 4px; background: none; line-height: 22px; }
#composer-field::placeholder { color: #8d8d8d; }
.foot { display: flex; align-items: center; justify-content: space-between; padding: 2px 6px 6px 12px; }
kbd { font: 11px Inter, sans-serif; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px; padding: 0 4px; background: var(--faint); }
#composer-send { width: 32px; height: 28px; border-radius: 6px; background: var(--green); color: #fff; display: grid; place-items: center; }
#composer-send:disabled { background: none; color: #bbb; cursor: default; }
#working { height: 22px; padding: 1px 22px; font-size: 12px; color: var(--grey); }
#working { display: flex; gap: 12px; white-space: nowrap; overflow: hidden; }
#working .link { font-size: 12px; }
.working::after { content: "…"; animation: blink 1s steps(2) infinite; }
@keyframes blink { to { opacity: 0; } }
#composer-menu { margin: 0 20px 6px; border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 -2px 18px #0002; overflow-y: auto; max-height: 300px; padding: 6px 0; background: #fff; position: absolute; left: 0; right: 0; bottom: 122px; z-index: 3; }
#composer-menu > div { display: flex; justify-content: space-between; gap: 20px; padding: 6px 14px; cursor: pointer; }
#composer-menu > div > .hint { text-align: right; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
#composer-menu .chosen { background: var(--blue); color: #fff; }
#composer-menu .chosen .usage, #composer-menu .chosen .hint { color: #dcebf7; }
.empty { max-width: 620px; margin: 7vh auto 0; padding: 0 24px; text-align: center; display: grid; gap: 14px; justify-items: center; }
.empty h2 { font-size: 26px; font-weight: 800; letter-spacing: -.4px; }
.chips { display: flex; flex-wrap: wrap; gap: 8px; justify-content: center; }
.chip { border: 1px solid #cfb6d1; background: var(--lilac); color: #39063a; border-radius: 18px; padding: 5px 16px; font-size: 14px; font-weight: 600; }
.chip:hover { background: #f1dcfb; }

dialog { border: 0; border-radius: 12px; padding: 0; color: var(--ink); box-shadow: 0 12px 48px #0006; }
dialog::backdrop { background: #0008; }
.modal { width: min(560px, 92vw); max-height: 88vh; overflow: visible; }
.modal form { display: flex; flex-direction: column; max-height: 88vh; }
.modal > form > .blocks { overflow-y: auto; padding: 4px 24px 12px; gap: 14px; }
.modal h2 { font-size: 20px; font-weight: 800; padding: 20px 24px 12px; }
.modal > p, .modal form > .error { padding: 0 24px 8px; }
.modal-foot { display: flex; flex-direction: row !important; gap: 10px; justify-content: flex-end; padding: 14px 24px 20px; }
.modal .text, .modal .select { width: 100%; max-width: none; height: 38px; }
.modal .label { display: block; font-weight: 700; margin-bottom: 5px; }
.modal .menu { position: static; box-shadow: none; margin-top: 4px; max-height: 180px; }
.input .hint { margin-top: 4px; }
.error { color: var(--red); font-size: 13px; margin-top: 4px; }
.wrong .text, .wrong .select { border-color: var(--red); }
.lightbox { background: none; box-shadow: none; max-width: 96vw; max-height: 96vh; overflow: visible; }
.lightbox img { display: block; max-width: 94vw; max-height: 88vh; border-radius: 8px; background: #fff; }
.lightbox .button { display: block; margin: 10px auto 0; }
#toasts { position: fixed; top: 84px; left: 50%; transform: translateX(-50%); display: grid; gap: 8px; z-index: 10; }
.toast { background: #1d1c1d; color: #fff; border-radius: 8px; padding: 9px 18px; font-size: 14px; box-shadow: 0 4px 16px #0006; }
@media (max-width: 720px) {
  body { grid-template-columns: 64px 1fr; }
  #channels .name, #channels h2, .team, .topic, .foot .hint, .people summary > span:last-child { display: none; }
  #sidebar { padding-top: 10px; }
  .fields { grid-template-columns: 1fr; }
}
@media (prefers-reduced-motion: reduce) { * { animation: none !important; } }
`;
