"""Injected advertising, told by evidence taken together; one word never decides.

What hackers put into a portal's pages are runs of short phrases, of trades that no authority
advertises. So what is weighed of a stretch of text is: how many words of the lexicon it holds, of
how many trades, and how little else; whether it is a run of phrases and not a sentence; whether
the rest of the page speaks of the matter (a raid on a casino, a lottery's notice); whether it is
hidden, leads to other hosts, is in another script than the page, or follows `</html>`.
"""

from __future__ import annotations

import re
from collections.abc import Set
from operator import attrgetter
from urllib.parse import urlsplit

from portal_spider.extract.document import Anchor, Block, Document
from portal_spider.extract.script import count_scripts
from portal_spider.extract.spam.alien import LISTED, WARNED_OF, Aliens
from portal_spider.extract.spam.formal import OFFICIAL
from portal_spider.extract.spam.inserted import find_inserted
from portal_spider.extract.spam.lookup import look_up
from portal_spider.extract.spam.offsite import Offsite
from portal_spider.extract.spam.other_script import find_other_script
from portal_spider.extract.spam.own import Own
from portal_spider.extract.spam.phrases import (
    ALIEN,
    HIDDEN,
    LATE,
    LEAVES,
    MOST_CUTS,
    MOSTLY,
    PHRASE,
    PROSE_CHARS,
    REST,
    SCRIPT,
    SEPARATOR,
    Judge,
    is_prose,
    joined,
)
from portal_spider.extract.spam.pieces import find_file_names, find_pieces, without_piece
from portal_spider.extract.spam.unseen import find_unseen, stretches
from portal_spider.extract.spam.vouched import is_rest_of_run
from portal_spider.extract.spam.words import folded
from portal_spider.extract.tree import set_text
from portal_spider.items import Removal

SPAM = "spam"
FARM_HOSTS, FARM_SCORE, NAMES_SCORE = 8, 0.8, 0.8
NEIGHBOUR = re.compile("[网报台站社厅部省市区县]$|新闻|日报|电视|大学")
"""What an authority's neighbours are called."""
SENTENCE_END = re.compile("[。；！？]|：$")
"""A line without one is judged as a whole: phrases are listed with commas, too."""
TITLE_METAS = ("articletitle", "title", "keywords", "description", "og:title", "contentsource")


def mark_spam(document: Document) -> None:
    """Take injected advertising out of a page's lines, links and tags, and note it.

    A page that holds no word of the lexicon costs one look at its text.
    """
    tags = [document.metas[name] for name in TITLE_METAS if name in document.metas]
    if document.title_tag:
        tags.append(document.title_tag)
    texts = [block.text for block in document.blocks]
    if any(map(attrgetter("hidden"), document.blocks)):
        _mark_farms(document)
    unseen = list(stretches(document))
    lines = dict.fromkeys((*texts, *tags, *(text for _, text in unseen)))  # menus stand twice
    known, hot = look_up("\n".join(lines))
    for block, score in list(find_other_script(document)):
        _take(document, block, "other_script", score)
    own = Own(document)
    _mark_alien(document, own)
    _cut_inserted(document, own, hot)
    if known and _mark_known(document, known, texts, own):
        _mark_alien(document, own)
    if known and unseen:
        _note_unseen(document, unseen, known)


def _note_unseen(document: Document, unseen: list[tuple[str, str]], known: tuple[str, ...]) -> None:
    """Note advertising that no reader sees: nothing of it is in the page's lines."""
    taken = [block.text for block in document.blocks if block.removal is not None]
    for rule, text, score in find_unseen(document, unseen, known):
        if not any(line in text for line in taken):
            document.removed.append(Removal(kind=SPAM, text=text, rule=rule, score=score))


def _mark_known(document: Document, known: tuple[str, ...], texts: list[str], own: Own) -> bool:
    """Take out what the lexicon helps to tell; whether there was anything."""
    judge = Judge(known, texts)
    taken = _count_taken(document)
    _clean_anchors(document, judge)
    after = _after_html(document.html)
    for index, block in enumerate(document.blocks):
        if block.removal is None and judge.has_word(block.text):
            given = _place(document, index, after) + (LISTED if own.is_listed(index) else 0.0)
            given += WARNED_OF if own.warns and not block.hidden else 0.0
            _clean_block(document, judge, own, block, given)
    _clean_tags(document, judge)
    return _count_taken(document) > taken


def _count_taken(document: Document) -> int:
    """How much was taken out so far."""
    lines = sum(block.removal is not None for block in document.blocks)
    return lines + len(document.removed)


def _mark_alien(document: Document, own: Own) -> None:
    """Take out what is not of the page, though the lexicon knows no word of it."""
    if document.root is None:
        return
    for anchor, score in list(Offsite(document, own).links()):
        block, text = document.blocks[anchor.block], anchor.text
        _set_text(anchor, "")
        _cut_link(document, block, text, "", score)
    _cut_pieces(document, own)
    aliens = Aliens(document, own)
    aliens.hacked = any(removal.kind == SPAM for removal in document.removed)
    if _take_runs(document, aliens) and not aliens.hacked:
        aliens.hacked = True
        _take_runs(document, aliens)


def _cut_pieces(document: Document, own: Own) -> None:
    """Take advertising from among names: of sources, of sections, of files."""
    for index, piece in list(find_pieces(document, own)):
        block = document.blocks[index]
        if piece in block.text:
            block.text = without_piece(block.text, piece)
            document.removed.append(
                Removal(kind=SPAM, text=piece, rule="among_names", score=NAMES_SCORE)
            )
    for anchor, name in list(find_file_names(document, own)):
        text = anchor.text
        _set_text(anchor, name)
        if anchor.block < len(document.blocks):
            _cut_link(document, document.blocks[anchor.block], text, name, NAMES_SCORE)


def _take_runs(document: Document, aliens: Aliens) -> int:
    """Take out runs of phrases that are not of the page, and say how many."""
    found = list(aliens.lines())
    for alien in found:
        block = alien.block
        left = joined(block.text[: alien.start], block.text[alien.end :])
        if not left:
            _take(document, block, alien.rule, alien.score)
            continue
        taken = block.text[alien.start : alien.end]
        document.removed.append(Removal(kind=SPAM, text=taken, rule=alien.rule, score=alien.score))
        block.text = left.strip("_|-—") if block.box.level else left
    return len(found)


def _mark_farms(document: Document) -> None:
    """Take hidden farms of links for spam, whatever they advertise: no word of it may be known.

    Portals hide lists of links too, behind a button: to authorities, newspapers and broadcasters.
    """
    host = urlsplit(document.url).hostname or ""
    farms: dict[str, list[Anchor]] = {}
    for anchor in document.anchors:
        block = document.blocks[anchor.block] if anchor.block < len(document.blocks) else None
        if block is not None and block.hidden and block.hidden != SPAM and leaves(anchor, host):
            farms.setdefault(block.hidden, []).append(anchor)
    for anchors in farms.values():
        hosts = {urlsplit(anchor.href).hostname for anchor in anchors}
        odd = sum(not (OFFICIAL.search(a.text) or NEIGHBOUR.search(a.text)) for a in anchors)
        if len(hosts) >= FARM_HOSTS and odd * 3 >= len(anchors):
            for index in {anchor.block for anchor in anchors}:
                _take(document, document.blocks[index], "hidden_link_farm", FARM_SCORE)


def _after_html(html: str) -> str:
    """What follows the end of the document, where a page ends and injections begin."""
    end = max(html.rfind("</html>"), html.rfind("</HTML>"))
    rest = html[end + 7 :] if end >= 0 else ""
    return rest if len(rest) < len(html) / 2 else ""


def _place(document: Document, index: int, after: str) -> float:
    """The evidence of where a line stands."""
    block = document.blocks[index]
    evidence = HIDDEN if block.hidden else 0.0
    if after and block.text[:40] in after:
        evidence += LATE
    served = document.served[index] if document.served else ""
    if served:
        simplified, traditional = count_scripts(served)
        evidence += SCRIPT if simplified >= 3 and not traditional else 0.0
    return evidence


def _clean_block(document: Document, judge: Judge, own: Own, block: Block, given: float) -> None:
    """Take advertising out of a line, or the whole line."""
    whole = block.text
    for _ in range(MOST_CUTS):
        found = judge.find(block.text, given=given, line=not is_prose(block.text))
        if found is None:
            return
        start, end, score = found
        left = joined(block.text[:start], block.text[end:])
        rule = "hidden_phrases" if block.hidden else "phrases"
        if len(SEPARATOR.sub("", left)) < 2 or (
            (
                judge.strangeness(left) >= ALIEN
                and (len(left) < REST * len(block.text) or judge.has_word(left))
                and len(left) <= PHRASE
            )
            or is_rest_of_run(left, whole, own)
        ):
            _take(document, block, rule, score)
            return
        document.removed.append(
            Removal(
                kind=SPAM, text=block.text[start:end], rule=f"{rule}_in_line", score=round(score, 3)
            )
        )
        block.text = left


def _cut_inserted(document: Document, own: Own, hot: Set[str]) -> None:
    """Take phrases out of the sentences that they were pushed into, around telling pairs."""
    if not hot:
        return
    lines = [block for block in document.blocks if len(block.text) >= PROSE_CHARS]
    telling = dict.fromkeys(block for pair in hot for block in lines if pair in block.text)
    for block in telling:
        if block.removal is not None or not SENTENCE_END.search(block.text):
            continue
        for _ in range(MOST_CUTS):
            found = find_inserted(block.text, hot, own)
            if found is None:
                break
            start, end, score = found
            cut = Removal(kind=SPAM, text=block.text[start:end], rule="inserted", score=score)
            document.removed.append(cut)
            block.text = " ".join((block.text[:start] + block.text[end:]).split())


def _take(document: Document, block: Block, rule: str, score: float) -> None:
    """Take a whole line: no later step sees it."""
    block.removal = None  # being hidden is the lesser reason
    document.take(block, SPAM, rule, round(score, 3))
    block.hidden = block.hidden or SPAM


def _clean_anchors(document: Document, judge: Judge) -> None:
    """Take advertising out of links: from their text, and from the line that they stand in."""
    host = urlsplit(document.url).hostname or ""
    for anchor in document.anchors:
        text = anchor.text
        if not text or not any(word in folded(text) for word in judge.known):
            continue
        given = LEAVES if leaves(anchor, host) else 0.0
        found = judge.find(text, given=given, line=True)
        if not found:
            continue
        start, end, score = found
        left = joined(text[:start], text[end:])
        if end - start >= MOSTLY * len(text):
            left = ""
        _set_text(anchor, left)
        if anchor.block < len(document.blocks):
            block = document.blocks[anchor.block]
            _cut_link(document, block, text, left, score)


def _cut_link(document: Document, block: Block, text: str, left: str, score: float) -> None:
    """Take a link's text out of the line that it stands in."""
    if block.removal is not None or text not in block.text:
        return
    cut = block.text.replace(text, left, 1)
    if len(SEPARATOR.sub("", cut)) < 2:
        _take(document, block, "link", score)
        return
    block.text = " ".join(cut.split())
    block.linked = max(0, block.linked - len(text) + len(left))
    document.removed.append(
        Removal(kind=SPAM, text=text, rule="link_in_line", score=round(score, 3))
    )


def _set_text(anchor: Anchor, text: str) -> None:
    """Give a link another text; its title, which stands in for one, goes with it."""
    set_text(anchor.element, text)
    if "title" in anchor.element.attrs:
        del anchor.element.attrs["title"]


def leaves(anchor: Anchor, host: str) -> bool:
    """Does a link lead to another host that is no authority's?"""
    if "//" not in anchor.href:
        return False
    try:
        target = urlsplit(anchor.href).hostname or ""
    except ValueError:
        return True
    own = ".".join(host.split(".")[-2:])
    return bool(target) and not target.endswith((host, own, ".gov.cn"))


def _clean_tags(document: Document, judge: Judge) -> None:
    """Take advertising out of `<title>` and the tags that fields are read from."""
    if document.title_tag:
        document.title_tag = _clean_tag(document, judge, document.title_tag, "title") or None
    for name in TITLE_METAS:
        if value := document.metas.get(name):
            cleaned = _clean_tag(document, judge, value, f"meta_{name}")
            if cleaned:
                document.metas[name] = cleaned
            else:
                del document.metas[name]


def _clean_tag(document: Document, judge: Judge, text: str, rule: str) -> str:
    """A tag's text without advertising."""
    text, cut = judge.without(text)
    document.removed += [
        Removal(kind=SPAM, text=part, rule=rule, score=round(score, 3)) for part, score in cut
    ]
    return text
