"""The style of the site: that of written pages, with what only a screen needs."""

from stdplan.output.page_style import PAGE_STYLE

STYLE = (
    PAGE_STYLE
    + """
a{color:var(--c0)}
a:focus-visible,summary:focus-visible,button:focus-visible,input:focus-visible,
select:focus-visible,textarea:focus-visible{outline:3px solid var(--c1);outline-offset:2px}
header{background:var(--head);border-bottom:1px solid var(--rule)}
header nav{max-width:76rem;margin:0 auto;padding:.5rem 1rem;display:flex;flex-wrap:wrap;
gap:.25rem 1.25rem;align-items:baseline}
header a{text-decoration:none}
header a:hover{text-decoration:underline}
header .brand{font-weight:700;color:var(--ink)}
header .day{margin-left:auto;color:var(--soft)}
.skip{position:absolute;left:-100rem}
.skip:focus{left:0;top:0;background:var(--paper);padding:.5rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.75rem;
list-style:none;margin:1rem 0;padding:0}
.cards li{border:1px solid var(--rule);border-radius:.4rem;padding:.6rem .8rem}
.cards b{display:block;font-size:1.5rem;font-weight:600}
.list{columns:18rem;padding-left:1.1rem}
.list li{break-inside:avoid;margin:.15rem 0}
.list small,small{color:var(--soft)}
form{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:end;margin:1rem 0}
form label{display:flex;flex-direction:column;gap:.2rem;color:var(--soft);font-size:.9rem}
form label.flag{flex-direction:row;align-items:center;padding-bottom:.4rem}
form label.wide{flex:1 1 100%}
input,select,textarea,button{font:inherit;color:var(--ink);background:var(--paper);
border:1px solid var(--soft);border-radius:.3rem;padding:.3rem .5rem;max-width:100%}
textarea{width:100%;min-height:6rem;font-family:ui-monospace,monospace}
button{background:var(--head);cursor:pointer}
.chips{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.4rem;margin:.75rem 0}
.chips li{background:var(--head);border-radius:1rem;padding:.1rem .7rem}
.facets{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:.5rem 1.5rem;
margin:.75rem 0}
.facets h2{font-size:1.05rem;margin:.4rem 0 .2rem}
.facets ul{list-style:none;margin:0;padding:0;max-height:13rem;overflow-y:auto}
.facets li{display:flex;justify-content:space-between;gap:.5rem}
.facets span.count{color:var(--soft);font-variant-numeric:tabular-nums}
summary{cursor:pointer;font-weight:600;padding:.25rem 0}
code,pre{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.9em}
pre,.command{background:var(--head);padding:.4rem .6rem;border-radius:.3rem;overflow-x:auto}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
.problem{border-left:.3rem solid var(--c1);padding:.3rem .8rem}
.table td,.table th{min-width:3.5rem}
.table td:not(.n):not(.k){min-width:9rem}
footer{max-width:76rem;margin:0 auto;padding:1rem;color:var(--soft);font-size:.85rem;
border-top:1px solid var(--rule)}
@media (max-width:40rem){main{padding:1rem .75rem 2rem}h1{font-size:1.35rem}
header .day{margin-left:0}.facets ul{max-height:8rem}.fields th{width:8rem}figure{overflow-x:auto}
figure svg{min-width:36rem}}
@media print{header,footer,form,.chips a,details{display:none}}
"""
)
