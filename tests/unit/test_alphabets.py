"""Which 8-bit set of Latin letters a text is in."""

from __future__ import annotations

import pytest

from feedsvc.errors import Rejected
from feedsvc.sources._alphabets import has_signs, told
from feedsvc.sources._decode import decoded

ELSEWHERE = {
    "Polish": "Nurkowie znaleźli pęknięcia w dwóch z czterech wrót, powiedział kapitan portu. Żegluga została.",
    "Czech": "Přístav bude tři týdny zavřený. Potápěči našli trhliny ve dvou ze čtyř vrat, řekl velitel přístavu.",
    "Slovak": "Prístav bude tri týždne zatvorený. Potápači našli trhliny v dvoch zo štyroch brán, povedal veliteľ.",
    "Hungarian": "A kikötő három hétig zárva marad. A búvárok repedést találtak, és a sűrű köd nem oszlik.",
    "Slovenian": "Pristanišče bo tri tedne zaprto. Potapljači so našli razpoke v vratih. Ladje čakajo že dolgo časa.",
    "Croatian": "Luka će biti zatvorena tri tjedna. Ronioci su našli pukotine, a vlasnici žale se među sobom, i kreću.",
    "Romanian": "Portul va fi închis trei săptămâni. Scafandrii au găsit crăpături în două porţi. Aşteaptă.",
}
TURKISH = (
    "Liman üç hafta kapalı kalacak. Dalgıçlar dört kapıdan ikisinde çatlak buldu, dedi liman başkanı. Değişiklik yok."
)
BALTIC = {
    "Lithuanian": "Uostas bus uždarytas tris savaites. Narai rado įtrūkimų, sakė viršininkas. Daug žmonių.",
    "Latvian": "Osta būs slēgta trīs nedēļas. Ūdenslīdēji atrada plaisas divos vārtos, teica ostas kapteinis. Kuģi.",
}
WESTERN = {
    "Catalan": "El port estarà tancat tres setmanes. La col·lecció és a l'illa, però això no és veritat.",
    "Danish": "Havnen er lukket i tre uger. Færgerne sejler som sædvanligt, også på øerne. Én af dem står stille.",
    "Dutch": "De haven blijft drie weken gesloten. Vóór één uur is er geen coördinatie. Ze zijn geïrriteerd.",
    "English": "The naïve owner of the café met Guðmundsson, François and Müller. The harbour will be closed.",
    "Estonian": "Sadam on kolm nädalat suletud, ütles ülem. Laevade omanikud on vihased, õhtul saabub uus šeff.",
    "Finnish": "Satama on kiinni kolme viikkoa. Sukeltajat löysivät halkeamia, sanoi päällikkö. Lautat kulkevat.",
    "French": "Le port restera fermé trois semaines, a déclaré le maître du port. L’œuvre était âgée, où ça, naïve.",
    "German": "Der Hafen bleibt drei Wochen zu. Die Fähren fahren, für große Schiffe ist Schluß. „Schön“, so Müller.",
    "Icelandic": "Höfnin verður lokuð í þrjár vikur, sagði hafnarstjórinn. Það er ágætt, og ýmsir bíða við bryggjuna.",
    "Italian": "Il porto resterà chiuso per tre settimane. È così, perché la città può aspettare. Più tardi si vedrà.",
    "Portuguese": "O porto ficará fechado três semanas, informou o capitão. A manutenção não começará amanhã, às três.",
    "Spanish": "El puerto estará cerrado, según el capitán. ¿Qué pasará mañana? Los nºs 3 y 4. Será más allá.",
    "Swedish": "Hamnen är stängd i tre veckor. Dykare fann sprickor i två av portarna. Färjorna går till öarna.",
    "of many languages": "Jørgen Müller, Guðrún, François Peña, Åse, Zoë, Þór, Çelik and Gonçalves met in Århus.",
    "measures": "The reef of 40 m² and 3 m³ lies at 12° north, ±2 µm, for £5 or ¥90, ½ of it; see §3 and note¹.",
}


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2"])
@pytest.mark.parametrize("language", ELSEWHERE)
def test_central_europe_is_read_by_its_own_letters(language: str, encoding: str) -> None:
    data = ELSEWHERE[language].encode(encoding)
    reading = told(data)
    assert reading is not None
    assert (data.decode(reading.encoding), reading.language) == (ELSEWHERE[language], language)


@pytest.mark.parametrize("encoding", ["cp1254", "iso8859-9"])
def test_turkish_is_not_taken_for_icelandic(encoding: str) -> None:
    assert decoded(TURKISH.encode(encoding)).text == TURKISH


@pytest.mark.parametrize("encoding", ["cp1257", "iso8859-13"])
@pytest.mark.parametrize("language", BALTIC)
def test_the_baltic_is_read_by_its_own_letters(language: str, encoding: str) -> None:
    assert decoded(BALTIC[language].encode(encoding)).text == BALTIC[language]


@pytest.mark.parametrize("language", WESTERN)
def test_western_text_stays_windows_1252(language: str) -> None:
    text, encoding = decoded(WESTERN[language].encode("cp1252"))
    assert (text, encoding) == (WESTERN[language], "cp1252, since the bytes are not UTF-8")


def test_one_sign_within_a_word_tells_a_set_whose_letters_are_nearly_those_of_windows_1252() -> None:
    text = f"{WESTERN['French']} Le cœur du port bat."
    data = text.replace("’", "'").encode("iso8859-15")
    assert decoded(data).encoding.startswith("iso8859-15, since the bytes are not UTF-8 and the letters are those of")
    assert decoded(data).text == text.replace("’", "'")


def test_a_few_names_from_abroad_are_no_evidence() -> None:
    """Þór and Guðmundsson would be good Turkish, as far as their letters go."""
    names = "The divers Guðmundsson and François Müller went down, Guðmundsson first. " + "The ships wait. " * 20
    assert decoded(names.encode("cp1252")).text == names


def test_what_is_of_no_known_alphabet_and_has_signs_within_its_words_is_not_told() -> None:
    assert told(b"w\xb3\xc6\xaf\xd8a z\xb1\xb6k\xbf\xf0a \xbc\xb9\xe6\xfe\xb3a") is None


def test_signs_are_looked_for_within_words_alone() -> None:
    assert has_signs("zosta³a")
    assert not has_signs("3 m³, ½ of 4±1, “quoted”, l´homme, col·lecció")


OLD = {
    "mac_roman": ("Danish", "Dutch", "English", "Estonian", "Finnish", "French", "German", "Icelandic", "Swedish"),
    "cp850": ("Danish", "Dutch", "Finnish", "French", "German", "Icelandic", "Portuguese", "Swedish"),
    "cp437": ("Dutch", "Finnish", "Swedish"),
}


@pytest.mark.parametrize(("encoding", "language"), [(name, each) for name, known in OLD.items() for each in known])
def test_files_of_mac_os_9_and_dos_are_read_by_their_own_sets(encoding: str, language: str) -> None:
    data = WESTERN[language].encode(encoding, "ignore")
    text, told = decoded(data)
    assert text == data.decode(encoding)
    assert told.startswith("mac_roman" if encoding == "mac_roman" else "cp850")


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_one_accented_letter_of_an_old_machine_is_too_little_to_tell_and_is_refused(encoding: str) -> None:
    with pytest.raises(Rejected):
        decoded("The café is closed.".encode(encoding))


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "mac_cyrillic", "shift_jis", "gbk", "iso8859-7"])
def test_another_script_is_not_taken_for_an_old_machine(encoding: str) -> None:
    texts = {"shift_jis": "港は三週間閉鎖される。船の所有者は怒っている。", "gbk": "港口将关闭三个星期。船主们很生气。"}
    greek = {"iso8859-7": "Το λιμάνι θα μείνει κλειστό για τρεις εβδομάδες."}
    text = (texts | greek).get(encoding, "Порт закрыт на три недели, сказал начальник порта. Суда ждут.")
    reading = told(text.encode(encoding))
    assert reading is None or reading.encoding not in {"mac_roman", "cp850"}
