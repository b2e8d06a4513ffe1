"""The style of web pages: on a screen in light and in dark mode, and on paper (A4).

Rule: every pair of a text and what is behind it has a contrast of at least 4.5, every bar of at
least 3; tests/output/test_html.py computes them.
"""

# The names of colours, with their values in light and in dark mode.
COLOURS = {
    "paper": ("#ffffff", "#16191d"),
    "ink": ("#1c2126", "#e8ebee"),
    "soft": ("#56606b", "#aab4bf"),
    "rule": ("#d5dae0", "#3a424b"),
    "head": ("#eef1f4", "#242a31"),
    "c0": ("#1f6fb2", "#5aa9e6"),
    "c1": ("#b85c00", "#f0a04b"),
    "c2": ("#2f7d4f", "#62c08a"),
    "c3": ("#7d4fa3", "#c39be3"),
    "c4": ("#8a6d00", "#d9bf4a"),
    "c5": ("#5c6670", "#98a4b0"),
}


def _variables(index: int) -> str:
    return "".join(f"--{name}:{values[index]};" for name, values in COLOURS.items())


PAGE_STYLE = f""":root{{color-scheme:light dark;{_variables(0)}}}
@media (prefers-color-scheme:dark){{:root{{{_variables(1)}}}}}
@media print{{:root{{color-scheme:light;{_variables(0)}}}}}
*{{box-sizing:border-box}}
body{{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,"Noto Sans",
"Noto Sans CJK SC","Microsoft YaHei","PingFang SC","WenQuanYi Zen Hei",sans-serif}}
main{{max-width:76rem;margin:0 auto;padding:1.5rem 1rem 3rem}}
h1{{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}}
h2{{font-size:1.2rem;margin:2rem 0 .5rem}}
h3{{font-size:1.05rem;margin:1.25rem 0 .5rem}}
.details,caption,figcaption{{color:var(--soft)}}
.details{{margin:0 0 1.25rem}}
.unseen{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}
.table{{overflow-x:auto}}
table{{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}}
caption{{text-align:left;font-size:.85rem;padding:.25rem 0}}
th,td{{padding:.3rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule);
overflow-wrap:break-word}}
thead th{{background:var(--head);vertical-align:bottom}}
tbody th{{font-weight:normal}}
.fields th{{width:14rem;font-weight:600}}
.n{{text-align:right;white-space:nowrap}}
thead .n{{white-space:normal}}
.k{{white-space:nowrap}}
tbody :is(td,th):not([class]){{min-width:4em}}
figure{{margin:1rem 0 1.5rem}}
figcaption{{font-size:.85rem}}
svg{{display:block;width:100%;max-width:56rem;height:auto}}
svg text{{font-size:13px;stroke:none!important;fill:var(--ink)!important}}
svg .value{{font-size:12px;text-anchor:middle;dominant-baseline:auto}}
svg .horizontal .value{{text-anchor:start}}
svg .background{{fill:none}}
svg .nofill{{fill:none}}
svg .guide,svg .axis .line{{stroke:var(--rule);fill:none}}
svg .series .line{{stroke-width:2.5;fill:none}}
svg .centered,svg .axis.x text{{text-anchor:middle}}
svg .axis.y text{{text-anchor:end}}
svg .horizontal .axis.y .guide{{stroke:none}}
{"".join(f"svg .color-{i}{{fill:var(--c{i});stroke:var(--c{i})}}" for i in range(6))}
svg .color-1 .line.reactive{{stroke-dasharray:7 4}}
svg .reactive{{stroke:var(--paper)}}
svg .line.reactive{{stroke:inherit}}
@media screen and (max-width:40rem){{td:not(.n,.k){{min-width:7rem}}}}
@page{{size:A4;margin:16mm 14mm;@bottom-right{{content:counter(page) " / " counter(pages);
font-size:9pt}}}}
@page wide{{size:A4 landscape}}
@media print{{
body{{font-size:9.5pt}}
body.wide{{page:wide}}
main{{max-width:none;padding:0}}
.table{{overflow:visible}}
thead{{display:table-header-group}}
tr,figure,caption{{break-inside:avoid}}
h1,h2,h3,caption{{break-after:avoid}}
th,td{{padding:.15rem .4rem}}
thead th{{print-color-adjust:exact}}
}}
"""
