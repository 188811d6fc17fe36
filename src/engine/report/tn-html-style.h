/* tn-html-style.h: how a report looks in a browser and on its paper
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* Sizes follow the reader's own; colours follow light or dark; nothing is loaded. */
#define TN_HTML_STYLE                                                                             \
  ":root{color-scheme:light dark;--paper:#fff;--ink:#241f31;--soft:#5e5c64;--faint:#9a9996;"      \
  "--line:#deddda;--wash:#f6f5f4;--blue:#1a5fb4;--sky:#dce9f8;--skytext:#123f7a;--rust:#b5450b}"  \
  "@media(prefers-color-scheme:dark){:root{--paper:#1e1e1e;--ink:#f2f2f2;--soft:#bdbcbb;"         \
  "--faint:#8b8a88;--line:#454545;--wash:#2a2a2a;--blue:#78aeed;--sky:#26384f;--skytext:#cfe2fa;" \
  "--rust:#f0a05a}.light{display:none}}"                                                          \
  "@media not (prefers-color-scheme:dark){.dark{display:none}}"                                   \
  ".narrow{display:none}@media(max-width:34rem){.wide{display:none}.narrow{display:block}}"       \
  "*{box-sizing:border-box}"                                                                      \
  "body{margin:0;background:var(--paper);color:var(--ink);"                                       \
  "font:1rem/1.5 Cantarell,'Noto Sans','Segoe UI',system-ui,sans-serif;"                          \
  "font-variant-numeric:tabular-nums lining-nums;overflow-wrap:break-word}"                       \
  "body:lang(zh){font-family:'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC',"             \
  "'PingFang SC','Microsoft YaHei',sans-serif;line-height:1.7}"                                   \
  "header,main,footer{max-width:52rem;margin:0 auto;padding:0 1.25rem}"                           \
  "header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;"             \
  "padding-top:1.25rem;padding-bottom:.5rem;font-size:.85rem;color:var(--soft)}"                  \
  "header b{color:var(--ink)}"                                                                    \
  "footer{padding-top:1rem;padding-bottom:2rem;font-size:.8rem;color:var(--soft)}"                \
  "main{border-top:1px solid var(--line);border-bottom:1px solid var(--line);"                    \
  "padding-top:1.5rem;padding-bottom:2rem}"                                                       \
  "h1,h2,h3,h4{line-height:1.25;text-wrap:balance;margin:0}"                                      \
  "h1{font-size:clamp(1.5rem,4.6vw,2.25rem);font-weight:800;margin:.2rem 0 .8rem}"                \
  "h2{font-size:1.5rem;font-weight:800;margin:2.4rem 0 .6rem}"                                    \
  "h3{font-size:1.08rem;margin:1.5rem 0 .4rem}h4{font-size:1rem;margin:1.2rem 0 .3rem}"           \
  "p{margin:0 0 .7rem}.kicker{color:var(--rust);font-weight:700;margin:0}"                        \
  ".lead{color:var(--soft);max-width:44rem;margin-bottom:1.1rem}"                                 \
  ".small{font-size:.82rem;color:var(--soft)}"                                                    \
  ".big{font-size:2.4rem;line-height:1.2;font-weight:800;margin:.1rem 0 .4rem}"                   \
  ".label{font-weight:700;margin:0}"                                                              \
  "hr{border:0;border-top:1px solid var(--line);margin:1.6rem 0}"                                 \
  ".columns{display:grid;gap:0 2rem;align-items:start}"                                           \
  "@media(min-width:44rem){.columns{grid-template-columns:1fr 1fr}"                               \
  ".columns.a{grid-template-columns:1fr 2fr}.columns.b{grid-template-columns:2fr 3fr}"            \
  ".columns.c{grid-template-columns:3fr 2fr}.columns.d{grid-template-columns:2fr 1fr}"            \
  ".balanced{columns:2;column-gap:2rem}}"                                                         \
  ".columns>div,.panel{min-width:0}.columns>div>:first-child,.panel>:first-child{margin-top:0}"   \
  ".panel{border-radius:.6rem;padding:1.1rem 1.3rem .6rem;margin:.6rem 0 1rem;"                   \
  "background:var(--wash)}.panel.box{background:none;border:1px solid var(--faint)}"              \
  "details.data{font-size:.82rem;margin-top:.2rem}details.data summary{cursor:pointer;"           \
  "color:var(--soft)}details.data table{width:auto}details.data td{text-align:right}"             \
  "details.data .scroll{max-height:22rem;overflow:auto}@media print{details.data{display:none}}"  \
  "figure{margin:1rem 0 1.3rem}figcaption,caption{text-align:left;font-size:.92rem;"              \
  "margin-bottom:.3rem}figure svg{display:block;width:100%;height:auto}"                          \
  ".scroll{overflow-x:auto;margin:.8rem 0 1rem}.scroll:focus-visible{outline:2px solid "          \
  "var(--blue)}table{border-collapse:collapse;width:100%;font-size:.88rem;line-height:1.35}"      \
  "table.dense{font-size:.82rem}caption{padding-bottom:.3rem}"                                    \
  "th,td{word-break:keep-all}.dense td:not(:last-child){white-space:nowrap}"                      \
  "th,td{text-align:left;vertical-align:middle;padding:.4rem .45rem;"                             \
  "border-bottom:1px solid var(--line)}"                                                          \
  "thead th{vertical-align:bottom;border-bottom:2px solid var(--ink)}"                            \
  "thead tr.groups th{font-weight:400;color:var(--soft);border-bottom:1px solid var(--faint)}"    \
  "tbody th{font-weight:inherit}.e{text-align:right}.m{text-align:center}"                        \
  ".g{border-left:1px solid var(--line)}.t{border-right:2px solid var(--blue)}"                   \
  "tr.base>*{background:var(--wash)}tr.quiet>*{color:var(--soft)}tr.strong>*{font-weight:700}"    \
  ".more{color:var(--soft);font-size:.88em;font-weight:400}"                                      \
  ".below{display:block;white-space:nowrap}"                                                      \
  ".figures{white-space:nowrap}.bar{display:inline-block;width:4.6rem;height:.8rem;"              \
  "vertical-align:middle;margin-right:.4rem}.bar .axis{stroke:var(--line)}"                       \
  ".blue{fill:var(--blue);stroke:var(--blue)}.rust{fill:var(--rust);stroke:var(--rust)}"          \
  ".grey{fill:var(--soft);stroke:var(--soft)}"                                                    \
  ".tag{display:inline-block;padding:0 .45rem;border-radius:.4rem;font-size:.9em;"                \
  "border:1px solid var(--faint);color:var(--soft)}"                                              \
  ".tag.filled{background:var(--sky);border-color:var(--sky);color:var(--skytext)}"               \
  "ol.actions,ul.warnings,ol.steps,ol.notes{list-style:none;padding:0;margin:.5rem 0 1rem}"       \
  "ol.actions{counter-reset:n}ol.actions>li{counter-increment:n;position:relative;"               \
  "padding-left:2.4rem;margin-bottom:.8rem}ol.actions>li::before{content:counter(n);"             \
  "position:absolute;left:0;top:0;width:1.6rem;height:1.6rem;line-height:1.6rem;"                 \
  "border-radius:50%;text-align:center;background:var(--blue);color:var(--paper);"                \
  "font-weight:700;font-size:.9rem}"                                                              \
  "ul.warnings>li{position:relative;padding-left:1.2rem;margin-bottom:.6rem}"                     \
  "ul.warnings>li::before{content:'?';position:absolute;left:0;font-weight:800;"                  \
  "color:var(--rust)}"                                                                            \
  "ol.steps{counter-reset:s}ol.steps>li{counter-increment:s;border-top:1px solid var(--line);"    \
  "padding:.7rem 0}ol.steps>li>b::before{content:counter(s) ' ';color:var(--blue)}"               \
  "ol.steps>li>span{display:block}"                                                               \
  "@media(min-width:36rem){ol.steps>li,dl.pairs{display:grid;"                                    \
  "grid-template-columns:minmax(0,13rem) minmax(0,1fr);gap:.3rem 1.2rem}}"                        \
  "dl{margin:.5rem 0 1rem}dl.pairs dt{color:var(--soft)}dl.pairs dd{margin:0}"                    \
  "dl.words dt{font-weight:700}dl.words dd{margin:0 0 .5rem}"                                     \
  "ol.notes{font-size:.85rem}ol.notes>li{break-inside:avoid;padding-left:1.8rem;"                 \
  "position:relative;margin-bottom:.4rem}ol.notes .n{position:absolute;left:0;"                   \
  "font-weight:700;color:var(--blue)}ol.notes>li:target{background:var(--sky)}"                   \
  "sup{line-height:0;font-size:.7em;font-weight:700}sup a{padding:0 .1em;text-decoration:none}"   \
  "a{color:var(--blue)}code{font-family:'DejaVu Sans Mono',ui-monospace,monospace;"               \
  "font-size:.88em;overflow-wrap:anywhere}"                                                       \
  "@media print{@page{size:A4;margin:17mm}:root{color-scheme:light;--paper:#fff;"                 \
  "--ink:#241f31;--soft:#5e5c64;--faint:#9a9996;--line:#deddda;--wash:#f6f5f4;--blue:#1a5fb4;"    \
  "--sky:#dce9f8;--skytext:#123f7a;--rust:#b5450b}body{font-size:9.4pt}"                          \
  "header,main,footer{max-width:none;padding-left:0;padding-right:0}"                             \
  ".wide,.light{display:block}.narrow,.dark{display:none}.scroll{overflow:visible}"               \
  "thead{display:table-header-group}tr,figure,li{break-inside:avoid}"                             \
  "h1,h2,h3,h4{break-after:avoid}.panel,tr.base>*,.tag,ol.actions>li::before{"                    \
  "-webkit-print-color-adjust:exact;print-color-adjust:exact}.break{break-after:page}}"
