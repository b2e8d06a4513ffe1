"""The web site has every page of the documentation in both languages, and links lead to pages."""

import json
import re
from pathlib import Path

import pytest

import build_site
from build_site import BrokenLink, files_of, site_page

SITES = {
    "en": {
        "README.md": "index.md",
        "docs/time.md": "time.md",
        "docs/pictures/a.png": "pictures/a.png",
        "benchmarks/README.md": "benchmarks.md",
    },
    "zh": {
        "README.zh-CN.md": "index.md",
        "docs/zh/time.md": "time.md",
        "docs/pictures/a.png": "pictures/a.png",
    },
}


@pytest.mark.parametrize(
    ("page", "language", "text", "expected"),
    [
        ("README.md", "en", "[a](docs/time.md)", "[a](time.md)"),
        ("README.md", "en", "[a](docs/time.md#age)", "[a](time.md#age)"),
        ("README.md", "en", "[a](benchmarks/)", "[a](benchmarks.md)"),
        ("docs/time.md", "en", "[`a`](../README.md#installation)", "[`a`](index.md#installation)"),
        ("docs/time.md", "en", "![a](pictures/a.png)", "![a](pictures/a.png)"),
        ("docs/zh/time.md", "zh", "![a](../pictures/a.png)", "![a](pictures/a.png)"),
        ("benchmarks/README.md", "en", "[a](../docs/time.md)", "[a](time.md)"),
        # The other language is another site for mkdocs.
        ("README.md", "en", "[中文](README.zh-CN.md)", "[中文](zh:index.html)"),
        ("docs/zh/time.md", "zh", "[a](../time.md#age)", "[a](en:time.html#age)"),
        ("README.zh-CN.md", "zh", "[a](benchmarks/README.md)", "[a](en:benchmarks.html)"),
        # What leads to no file stays as it is.
        ("README.md", "en", "[a](#more) [b](https://example.org/x.md)", None),
        ("README.md", "en", "`[a](docs/none.md)`\n\n```text\n[a](docs/none.md)\n```\n", None),
    ],
)
def test_links_between_files_become_links_between_pages(
    page: str, language: str, text: str, expected: str | None
) -> None:
    assert site_page(text, page, language, SITES) == (expected or text)


@pytest.mark.parametrize("target", ["LICENSE", "docs/none.md", "docs/", "../README.md"])
def test_a_link_to_a_file_that_is_no_page_is_an_error(target: str) -> None:
    with pytest.raises(BrokenLink, match=f"README.md: {target} is no page"):
        site_page(f"[a]({target})", "README.md", "en", SITES)


@pytest.mark.parametrize(
    ("language", "html", "expected"),
    [
        ("en", '<a href="zh:index.html">', '<a href="zh/index.html">'),
        ("zh", '<a href="en:time.html#age">', '<a href="../time.html#age">'),
        ("en", "<code>zh:index.html</code>", "<code>zh:index.html</code>"),
    ],
)
def test_links_to_the_other_language_become_addresses(
    language: str, html: str, expected: str
) -> None:
    assert build_site.to_other_language(html, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("报送\n主管部门", "报送主管部门"),
        ("* 报送，\n  主管部门", "* 报送，主管部门"),
        ("报送\nstdplan", "报送\nstdplan"),
        ("报送\n\n主管部门", "报送\n\n主管部门"),
        ("* 报送\n* 主管部门", "* 报送\n* 主管部门"),
    ],
)
def test_lines_of_chinese_are_joined_without_a_blank(text: str, expected: str) -> None:
    assert build_site.joined_chinese_lines(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("* a\n  b\n  * c\n    d\n", "* a\n    b\n    * c\n        d\n"),
        ("* a\n\n  b\n  c\n* d\n* e", "* a\n\n    b\n    c\n\n* d\n* e"),
        ("* a\n  b\n* c", "* a\n  b\n* c"),
        ("code:\n\n    stdplan init\n", "code:\n\n    stdplan init\n"),
    ],
)
def test_what_is_within_an_item_is_indented_by_four_blanks(text: str, expected: str) -> None:
    assert build_site.deeper_lists(text) == expected


def test_each_page_has_one_place_in_the_order() -> None:
    ordered = [name for each in build_site.sections() for name in each.get("pages", ())]
    assert len(ordered) == len(set(ordered))
    english = set(build_site.project_pages("en"))
    for language in ("en", "zh"):
        pages = {
            file.removesuffix(".md") for file in files_of(language).values() if "/" not in file
        }
        assert pages - english == set(ordered)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_link_of_every_page_leads_to_a_page(language: str, tmp_path: Path) -> None:
    build_site.assemble(language, tmp_path)
    assert (tmp_path / "index.md").exists()


def test_the_search_knows_the_terms_of_the_glossary() -> None:
    assert {"标龄", "复审结论", "归口单位"} < set(build_site.terms())


def test_the_search_finds_the_last_word_of_a_chinese_text() -> None:
    # What the theme does with 标龄: the words in it, each with its length.
    script = "for(let i=k+1;i<q.length;i++)q.slice(k,i)in terms&&(found[k]=i-k)"
    assert build_site.whole_words(script) == script.replace("i<q", "i<=q")
    with pytest.raises(build_site.OtherTheme, match="标龄"):
        build_site.whole_words("for(let i=0;i<q.length;i++)q[i]")


def test_a_folder_with_other_files_is_not_emptied(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    pytest.importorskip("jieba")
    (tmp_path / "list.csv").write_text("")
    with pytest.raises(build_site.NoSite):
        build_site.build(tmp_path)
    assert (tmp_path / "list.csv").exists()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Build the site and return its folder."""
    pytest.importorskip("mkdocs")
    pytest.importorskip("jieba")
    build_site.build(tmp_path / "site")
    return tmp_path / "site"


@pytest.mark.slow
def test_the_built_site_has_both_languages_and_loads_nothing_from_elsewhere(site: Path) -> None:
    pages = {
        page.relative_to(site).as_posix(): page.read_text("utf-8") for page in site_pages(site)
    }
    assert {"index.html", "architecture.html", "zh/index.html", "zh/glossary.html"} < pages.keys()
    assert re.search(r'<a href="zh/glossary.html" hreflang="zh"', pages["glossary.html"])
    assert re.search(r'<a href="../glossary.html" hreflang="en"', pages["zh/glossary.html"])
    assert re.search(r'<a href="zh/index.html" hreflang="zh"', pages["architecture.html"])
    for name, text in pages.items():
        loaded = re.findall(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=\"(\w+:[^\"]*)", text)
        assert not loaded, name
    index = json.loads((site / "zh/search/search_index.json").read_text("utf-8"))
    texts = "".join(each["text"] for each in index["docs"])
    assert "归口单位\u200b" in texts  # a term of the glossary is a word of the search
    for text in pages.values():
        assert not re.search(r'role="dialog"(?! aria-label=)', text)


def site_pages(site: Path) -> list[Path]:
    """Return the pages of the documentation on a site."""
    return [*site.glob("*.html"), *site.glob("zh/*.html")]


@pytest.mark.slow
def test_an_anchor_that_leads_nowhere_is_an_error(
    site: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(
        build_site, "site_page", lambda *given: site_page(*given).replace("#exit-codes", "#nowhere")
    )
    with pytest.raises(Exception, match="strict mode"):
        build_site.build(site)
    assert "#nowhere" in caplog.text
