"""Which language a text is in: twenty and more, close pairs, mixtures, and texts that are too short to tell."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from feedsvc.model import Article, Author, Site, SourceFile
from feedsvc.normalize import normalize
from feedsvc.normalize.detecting import detected

TEXTS = {
    "en": (
        "The ferry left the harbour at noon, and the pilots waved from the quay until the fog had swallo"
        "wed it. Nobody knew when the next one would come."
    ),
    "de": (
        "Die Fähre verließ den Hafen am Mittag, und die Lotsen winkten vom Kai, bis der Nebel sie versch"
        "luckt hatte. Niemand wusste, wann die nächste kommt."
    ),
    "nl": (
        "De veerboot verliet de haven rond het middaguur en de loodsen zwaaiden vanaf de kade totdat de "
        "mist haar had opgeslokt. Niemand wist wanneer de volgende kwam."
    ),
    "af": (
        "Die veerboot het die hawe teen die middag verlaat en die loodse het van die kaai af gewaai totd"
        "at die mis dit ingesluk het. Niemand het geweet wanneer die volgende kom nie."
    ),
    "nb": (
        "Fergen forlot havnen klokken tolv, og losene vinket fra kaien til tåken hadde slukt den. Ingen "
        "visste når den neste ville komme, og kafeen stengte tidlig."
    ),
    "nn": (
        "Ferja forlét hamna klokka tolv, og losane vinka frå kaien til skodda hadde slukt henne. Ingen v"
        "isste når den neste ville kome, og kafeen stengde tidleg."
    ),
    "da": (
        "Færgen forlod havnen klokken tolv, og lodserne vinkede fra kajen, indtil tågen havde slugt den."
        " Ingen vidste, hvornår den næste ville komme, og caféen lukkede tidligt."
    ),
    "sv": (
        "Färjan lämnade hamnen klockan tolv, och lotsarna vinkade från kajen tills dimman hade svalt den"
        ". Ingen visste när nästa skulle komma, och kaféet stängde tidigt."
    ),
    "cs": (
        "Trajekt opustil přístav v poledne a lodivodi mávali z nábřeží, dokud ho nepohltila mlha. Nikdo "
        "nevěděl, kdy připluje další, a kavárna zavřela dřív."
    ),
    "sk": (
        "Trajekt opustil prístav na poludnie a lodivodi mávali z nábrežia, kým ho nepohltila hmla. Nikto"
        " nevedel, kedy pripláva ďalší, a kaviareň zatvorila skôr."
    ),
    "pl": (
        "Prom opuścił port w południe, a piloci machali z nabrzeża, dopóki nie pochłonęła go mgła. Nikt "
        "nie wiedział, kiedy przypłynie następny."
    ),
    "pt": (
        "A balsa deixou o porto ao meio-dia, e os pilotos acenaram do cais até que o nevoeiro a engoliu."
        " Ninguém sabia quando viria a próxima."
    ),
    "es": (
        "El transbordador salió del puerto a mediodía y los prácticos saludaron desde el muelle hasta qu"
        "e la niebla se lo tragó. Nadie sabía cuándo llegaría el siguiente."
    ),
    "gl": (
        "O transbordador saíu do porto ao mediodía e os prácticos saudaron dende o peirao ata que a nébo"
        "a o tragou. Ninguén sabía cando chegaría o seguinte."
    ),
    "ca": (
        "El transbordador va sortir del port al migdia i els pràctics van saludar des del moll fins que "
        "la boira se'l va empassar. Ningú no sabia quan arribaria el següent."
    ),
    "it": (
        "Il traghetto lasciò il porto a mezzogiorno e i piloti salutarono dal molo finché la nebbia non "
        "lo inghiottì. Nessuno sapeva quando sarebbe arrivato il prossimo."
    ),
    "fr": (
        "Le bac a quitté le port à midi, et les pilotes ont salué du quai jusqu'à ce que le brouillard l"
        "'ait avalé. Personne ne savait quand viendrait le suivant."
    ),
    "ro": (
        "Feribotul a părăsit portul la prânz, iar piloții au făcut cu mâna de pe chei până când ceața l-"
        "a înghițit. Nimeni nu știa când va veni următorul."
    ),
    "hr": (
        "Trajekt je napustio luku u podne, a piloti su mahali s obale dok ga magla nije progutala. Nitko"
        " nije znao kada će doći sljedeći."
    ),
    "sr": (
        "Трајект је напустио луку у подне, а пилоти су махали са обале док га магла није прогутала. Нико"
        " није знао када ће доћи следећи."
    ),
    "sl": (
        "Trajekt je opoldne zapustil pristanišče, piloti pa so mahali s pomola, dokler ga ni pogoltnila "
        "megla. Nihče ni vedel, kdaj pride naslednji."
    ),
    "ru": (
        "Паром вышел из порта в полдень, и лоцманы махали ему с причала, пока его не поглотил туман. Ник"
        "то не знал, когда придёт следующий."
    ),
    "uk": (
        "Пором вийшов із порту опівдні, і лоцмани махали йому з причалу, доки його не поглинув туман. Ні"
        "хто не знав, коли прийде наступний."
    ),
    "bg": (
        "Фериботът напусна пристанището по обед, а лоцманите махаха от кея, докато мъглата го погълна. Н"
        "икой не знаеше кога ще дойде следващият."
    ),
    "id": (
        "Feri itu meninggalkan pelabuhan pada tengah hari, dan para pandu melambaikan tangan dari dermag"
        "a sampai kabut menelannya. Tidak ada yang tahu kapan yang berikutnya datang."
    ),
    "ms": (
        "Feri itu meninggalkan pelabuhan pada waktu tengah hari, dan juru pandu melambai dari dermaga se"
        "hingga kabus menelannya. Tiada siapa tahu bila yang berikutnya akan tiba."
    ),
    "tr": (
        "Feribot öğle saatlerinde limandan ayrıldı ve kılavuz kaptanlar sis onu yutana kadar rıhtımdan e"
        "l salladılar. Bir sonrakinin ne zaman geleceğini kimse bilmiyordu."
    ),
    "fi": (
        "Lautta lähti satamasta keskipäivällä, ja luotsit vilkuttivat laiturilta, kunnes sumu nielaisi s"
        "en. Kukaan ei tiennyt, milloin seuraava tulisi."
    ),
    "et": (
        "Praam lahkus sadamast keskpäeval ja lootsid lehvitasid kailt, kuni udu selle neelas. Keegi ei t"
        "eadnud, millal järgmine tuleb."
    ),
    "hu": (
        "A komp délben hagyta el a kikötőt, és a révkalauzok a rakpartról integettek, amíg a köd el nem "
        "nyelte. Senki sem tudta, mikor jön a következő."
    ),
    "el": (
        "Το πλοίο έφυγε από το λιμάνι το μεσημέρι και οι πλοηγοί χαιρετούσαν από την προβλήτα ώσπου το κ"
        "ατάπιε η ομίχλη."
    ),
    "ar": (
        "غادرت العبّارة الميناء ظهرًا، ولوّح المرشدون من الرصيف حتى ابتلعها الضباب. لم يكن أحد يعرف متى ستأتي التالية."
    ),
    "fa": (
        "کشتی ظهر بندر را ترک کرد و راهنمایان از اسکله دست تکان دادند تا مه آن را بلعید. هیچ‌کس نمی‌دانست بعدی کی می‌آید."
    ),
    "ur": ("کشتی دوپہر کو بندرگاہ سے روانہ ہوئی اور رہنما گھاٹ سے ہاتھ ہلاتے رہے یہاں تک کہ دھند نے اسے نگل لیا۔"),
    "he": ("המעבורת עזבה את הנמל בצהריים, והנתבים נופפו מהרציף עד שהערפל בלע אותה. איש לא ידע מתי תבוא הבאה."),
    "hi": ("नौका दोपहर में बंदरगाह से निकली और पायलट घाट से हाथ हिलाते रहे जब तक कि कोहरे ने उसे निगल नहीं लिया।"),
    "th": "เรือข้ามฟากออกจากท่าเรือตอนเที่ยง และนำร่องโบกมือจากท่าเรือจนกระทั่งหมอกกลืนมันไป",
    "zh": (
        "中午时分，渡轮离开了港口，引航员在码头上挥手，直到大雾将它吞没。没有人知道下一班什么时候来，咖啡馆早早关了门。"
    ),
    "ja": (
        "フェリーは正午に港を出発し、水先人たちは霧がそれを飲み込むまで桟橋から手を振った。"
        "次の便がいつ来るのか誰も知らなかった。"
    ),
    "ko": (
        "정오에 배가 항구를 떠났고 도선사들은 안개가 배를 삼킬 때까지 부두에서 손을 흔들었다. "
        "다음 배가 언제 올지 아무도 몰랐다."
    ),
}
"""One thought, as told in each language: invented, and translated for these tests."""

NEVER_SURE = {"nb", "sk", "gl", "hr", "sl", "ms"}
"""Whose neighbours look alike: no language is better than a wrong one."""

SITE = Site(
    title="Quay Notes",
    description="",
    base_url="https://quay.example.org",
    authority="quay.example.org,2026",
    language="en-GB",
    timezone=ZoneInfo("UTC"),
    author=Author("The Desk"),
)
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def language_of(article: Article, site: Site = SITE) -> str:
    source = SourceFile("fog.txt", "text/plain", b"", hashlib.sha256(b"").hexdigest())
    return normalize(article, source, None, site, NOW).language


@pytest.mark.parametrize("language", sorted(TEXTS.keys() - NEVER_SURE))
def test_a_text_of_two_sentences_is_known(language: str) -> None:
    assert detected(TEXTS[language], "") == language


@pytest.mark.parametrize("language", sorted(NEVER_SURE))
def test_a_text_whose_neighbours_look_alike_is_never_taken_for_one_of_them(language: str) -> None:
    assert detected(TEXTS[language], "") in {None, language}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_no_beginning_of_a_text_is_taken_for_another_language(language: str) -> None:
    found = {detected(TEXTS[language][:end], "") for end in range(0, len(TEXTS[language]) + 1, 5)}
    assert found <= {None, language}


@pytest.mark.parametrize(("one", "other"), [("en", "de"), ("de", "en"), ("en", "fr"), ("es", "pt"), ("sv", "fi")])
def test_a_text_in_two_languages_is_in_none(one: str, other: str) -> None:
    assert detected(f"{TEXTS[one][:100]} {TEXTS[other][:100]}", "") is None


@pytest.mark.parametrize("usual", ["en", "de", "es"])
@pytest.mark.parametrize("language", sorted(TEXTS))
def test_the_usual_language_is_never_told_and_changes_no_other(language: str, usual: str) -> None:
    found = detected(TEXTS[language], "")
    assert detected(TEXTS[language], usual) == (None if found == usual else found)


@pytest.mark.parametrize("language", ["en", "de", "fr", "ru"])
def test_a_text_in_capitals_is_in_the_language_of_its_small_letters(language: str) -> None:
    assert detected(TEXTS[language].upper(), "") == language


@pytest.mark.parametrize(
    "text",
    [
        "FC Ostmark 3-1 SV Harbour; Quay United 2-2 Rovers; Halden 0-1 Brandt FK; Lotsen 4-0 Pilots 1999;",
        "Mira Halden, Ole Brandt, Jan de Vries, María García, Anna Kowalska, Yusuf Demir, Pekka Virtanen",
        "Harbour",
        "",
    ],
)
def test_names_and_scores_are_in_no_language(text: str) -> None:
    assert detected(text, "") is None


def test_the_articles_own_word_goes_before_its_words() -> None:
    """R12"""
    assert language_of(Article(TEXTS["de"], title="Nebel", language="nl")) == "nl"


def test_a_text_in_another_language_than_the_sites_is_marked_so() -> None:
    assert language_of(Article(TEXTS["de"], title="Nebel")) == "de"


def test_a_short_title_and_summary_let_the_content_speak() -> None:
    article = Article(f"<p>{TEXTS['fr']}</p>", body_type="text/html", title="Brume", summary="Le bac.")
    assert language_of(article) == "fr"


def test_the_region_of_the_site_stays_where_the_language_is_its_own() -> None:
    assert language_of(Article(TEXTS["en"], title="Fog")) == "en-GB"


@pytest.mark.parametrize(("site", "text"), [("nb-NO", "nn"), ("hr", "sr"), ("gl", "pt"), ("ms", "id")])
def test_a_language_close_to_the_sites_is_taken_for_the_sites(site: str, text: str) -> None:
    assert language_of(Article(TEXTS[text], title="Fog"), replace(SITE, language=site)) == site
