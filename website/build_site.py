"""Build the web site from README, docs/ and the other pages of the repository, in both languages.

Rule: pages are written for the repository, where their links lead to files. The builder copies them
into one folder for each language, changes their links to match, and runs mkdocs on both. English is
at the top of the site, Chinese in zh/. A link to a file that is no page of the site is an error. So
is every warning of mkdocs: a page that sections.yml does not name, a link or an anchor that leads
nowhere.

    python website/build_site.py build/site
"""

import argparse
import logging
import posixpath
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
WEBSITE = Path(__file__).parent
DOCS = {"en": "docs", "zh": "docs/zh"}
READMES = {"en": "README.md", "zh": "README.zh-CN.md"}
FOLDERS = {"en": "", "zh": "zh/"}
NAMES = {"en": "English", "zh": "中文"}
DESCRIPTIONS = {
    "en": "Run a standardization plan from the command line.",
    "zh": "用命令行执行标准化工作计划。",
}
# The names of the schemes of colours, in the order of mkdocs.yml.
SCHEMES = {"en": ("as the system", "light", "dark"), "zh": ("随系统", "浅色", "深色")}
SEARCH_LANGUAGES = {"en": ["en", "zh"], "zh": ["zh", "en"]}
SEARCH_NAMES = {"en": "Search", "zh": "搜索"}

# Files of mkdocs that are of use only if it knows the address of the site.
_NEED_AN_ADDRESS = ("404.html", "sitemap.xml", "sitemap.xml.gz")

# The search puts pages about the project behind those for users.
_FOUND_LAST = "---\nsearch:\n  boost: 0.2\n---\n\n"

_FENCED = re.compile(r"(^```.*?^```$)", re.M | re.S)
_CODE = re.compile(r"(`[^`\n]+`)")
_LINK = re.compile(r"(?<=\]\()(?!https?:|mailto:|#)([^)#\s]*)(#[^)\s]*)?(?=\))")
_CHINESE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”…]"
_NESTED_LIST = re.compile(r"^ {2,3}[*-] ", re.M)

# Where the search of the theme looks for Chinese words in what is typed: it leaves out the words
# that end with the text, so 标龄 finds all that begins with 标.
_WORDS_OF_QUERY = re.compile(r"\b(\w+)<(\w+)\.length;\1\+\+\)(?=\2\.slice\(\w+,\1\)in )")


class BrokenLink(Exception):
    """A page links to a file that is no page of the site."""


class NoSite(Exception):
    """The folder for the site has other files."""


class OtherTheme(Exception):
    """The theme has changed: what is corrected in it is no longer there."""


def sections() -> list[dict[str, Any]]:
    """Return the sections of the site, in order."""
    found: list[dict[str, Any]] = yaml.safe_load((WEBSITE / "sections.yml").read_text("utf-8"))
    return found


def project_pages(language: str) -> dict[str, str]:
    """Return the pages about the project, which are outside docs/: their names on the site of a
    language, their files in the repository."""
    return {name: file for each in sections() for name, file in each.get(language, {}).items()}


def files_of(language: str) -> dict[str, str]:
    """Return the pages and other files of a language: file in the repository, file on its site."""
    docs = ROOT / DOCS[language]
    return {
        READMES[language]: "index.md",
        **{f"{DOCS[language]}/{page.name}": page.name for page in sorted(docs.glob("*.md"))},
        **{f"docs/{file}": file for file in _shared_files()},
        **{file: f"{name}.md" for name, file in project_pages(language).items()},
    }


def _shared_files() -> list[str]:
    """Return the files of docs/ that are the same in both languages: pictures and the like."""
    docs = ROOT / "docs"
    files = [file for file in docs.glob("*/*") if file.parent.name != "zh"]
    return sorted(file.relative_to(docs).as_posix() for file in files)


def site_page(text: str, page: str, language: str, sites: Mapping[str, Mapping[str, str]]) -> str:
    """Return the text of a page with links that lead to pages of the site.

    page: its file in the repository. sites: what `files_of()` returns, for each language. Raise
    BrokenLink if a link leads to a file of no language.
    """

    def target(match: re.Match[str]) -> str:
        path, anchor = match[1], match[2] or ""
        file = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        file = f"{file}/README.md" if path.endswith("/") else file
        here = posixpath.dirname(sites[language][page]) or "."
        if file in sites[language]:
            return posixpath.relpath(sites[language][file], here) + anchor
        for other, files in sites.items():
            if file in files:  # mkdocs builds one language; `to_other_language` makes it an address
                return f"{other}:{files[file].removesuffix('.md')}.html{anchor}"
        raise BrokenLink(f"{page}: {path} is no page of the site")

    def outside_code(part: str) -> str:
        texts = _CODE.split(part)
        texts[::2] = [_LINK.sub(target, each) for each in texts[::2]]
        return deeper_lists(joined_chinese_lines("".join(texts)))

    parts = _FENCED.split(text)
    parts[::2] = [outside_code(part) for part in parts[::2]]
    return "".join(parts)


def joined_chinese_lines(text: str) -> str:
    """Return a text in which no line ends between two Chinese letters or marks, where a browser
    would show a blank."""
    return re.sub(rf"(?<={_CHINESE})\n *(?={_CHINESE})", "", text)


def deeper_lists(text: str) -> str:
    """Return a text in which what is within an item of a list (a list, another paragraph) is
    indented by four blanks, and followed by a blank line, as mkdocs needs it."""
    blocks = re.split(r"(\n{2,})", text)
    for number, block in enumerate(blocks):
        continues = re.match(r" {2,3}\S", block)
        if continues or _NESTED_LIST.search(block):
            block = re.sub(r"^ +", lambda blanks: 2 * blanks[0], block, flags=re.M)
            blocks[number] = re.sub(r"\n(?=[*-] )", "\n\n", block, count=1) if continues else block
    return "".join(blocks)


def assemble(language: str, folder: Path) -> None:
    """Copy the pages and other files of a language into a folder, with the links of the site."""
    sites = {each: files_of(each) for each in DOCS}
    for file, place in sites[language].items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.endswith(".md"):
            text = (ROOT / file).read_text("utf-8")
            text = (_FOUND_LAST if file in project_pages(language).values() else "") + text
            target.write_text(site_page(text, file, language, sites), encoding="utf-8")
        else:
            shutil.copyfile(ROOT / file, target)


def way_to(other: str, language: str) -> str:
    """Return the path from the pages of a language to those of another one: `zh/` or `../`."""
    return posixpath.relpath("/" + FOLDERS[other], "/" + FOLDERS[language]) + "/"


def to_other_language(html: str, language: str) -> str:
    """Return a built page in which links to the other language, `zh:page.html`, are addresses."""
    return re.sub(
        rf'(?<=href=")({"|".join(DOCS)}):', lambda match: way_to(match[1], language), html
    )


def settings(language: str) -> dict[str, Any]:
    """Return the settings of mkdocs that depend on the language."""
    [other] = [each for each in DOCS if each != language]
    navigation = []
    for section in sections():
        names = [*section.get("pages", ()), *section.get(language, ())]
        if names:
            navigation.append({section["title"][language]: [f"{name}.md" for name in names]})
    return {
        "site_description": DESCRIPTIONS[language],
        "nav": navigation,
        "plugins": [{"search": {"lang": SEARCH_LANGUAGES[language]}}, "offline"],
        # theme/partials/alternate.html makes the switch of the language of this.
        "other": {
            "language": other,
            "name": NAMES[other],
            "folder": way_to(other, language),
            "pages": sorted(set(files_of(other).values())),
        },
    }


def whole_words(script: str) -> str:
    """Return the script of the search, which then also finds the last word of a Chinese text.

    Raise OtherTheme if the script has no such place.

    >>> whole_words("for(let o=s+1;o<t.length;o++)t.slice(s,o)in e&&(n[s]=o-s)")
    'for(let o=s+1;o<=t.length;o++)t.slice(s,o)in e&&(n[s]=o-s)'
    """
    corrected, count = _WORDS_OF_QUERY.subn(r"\1<=\2.length;\1++)", script)
    if count != 1:
        raise OtherTheme("the search of the theme has changed: see what it finds for 标龄")
    return corrected


def named_search(html: str, name: str) -> str:
    """Return a built page in which the dialog of the search has a name, for who does not see it."""
    return html.replace('role="dialog"', f'role="dialog" aria-label="{name}"')


def terms() -> list[str]:
    """Return the Chinese terms of the glossary, which the search takes as words."""
    page = (ROOT / DOCS["zh"] / "glossary.md").read_text("utf-8")
    return re.findall(r"^\| [^|]+ \| (\w+) \|", page, re.M)


def build(site: Path) -> None:
    """Build the site into a folder, which is emptied before. Raise NoSite if it has other files."""
    import jieba  # type: ignore[import-untyped]
    from mkdocs.commands.build import build as run_mkdocs
    from mkdocs.config import load_config

    if site.exists() and any(site.iterdir()) and not (site / "zh" / "index.html").exists():
        raise NoSite(f"{site} has files that are no site")
    jieba.setLogLevel(logging.WARNING)
    for term in terms():
        jieba.add_word(term)
    shutil.rmtree(site, ignore_errors=True)
    for language in DOCS:
        own = settings(language)
        with tempfile.TemporaryDirectory() as folder:
            assemble(language, Path(folder))
            config = load_config(
                str(WEBSITE / "mkdocs.yml"),
                strict=True,
                docs_dir=folder,
                site_dir=str((site / FOLDERS[language]).resolve()),
                site_description=own["site_description"],
                nav=own["nav"],
                plugins=own["plugins"],
            )
            config.theme["language"] = language
            for scheme, name in zip(config.theme["palette"], SCHEMES[language], strict=True):
                scheme["toggle"]["name"] = name
            config.extra["other"] = own["other"]
            run_mkdocs(config)
        for name in _NEED_AN_ADDRESS:
            (site / FOLDERS[language] / name).unlink()
        for page in (site / FOLDERS[language]).glob("*.html"):
            html = named_search(page.read_text("utf-8"), SEARCH_NAMES[language])
            page.write_text(to_other_language(html, language), encoding="utf-8")
        for script in (site / FOLDERS[language]).glob("assets/javascripts/workers/search.*.js"):
            script.write_text(whole_words(script.read_text("utf-8")), encoding="utf-8")


def main() -> int:
    """Build the site and return the exit code."""
    from mkdocs.exceptions import MkDocsException

    parser = argparse.ArgumentParser(description="Build the web site of the documentation.")
    parser.add_argument("site", type=Path, help="the folder of the site")
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    try:
        build(options.site)
    except (BrokenLink, NoSite, OtherTheme, MkDocsException) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
