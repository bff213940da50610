"""Invented names of many languages and scripts, each with a plain spelling for its address."""

from dataclasses import dataclass, replace
from itertools import count
from random import Random

from offsite.events.rules import slug_of

WOMAN, MAN = 0, 1
DRAWS = 4


@dataclass(frozen=True)
class Culture:
    """Given names of women and of men, and family names.

    A name is written ``佐藤|sato`` when its script has no plain letters of its own, and
    ``Wiśniewska/Wiśniewski`` when it has two forms.  ``share`` is how many of a hundred.
    """

    language: str
    share: int
    women: str
    men: str
    families: str
    family_first: bool = False


@dataclass(frozen=True)
class Name:
    """A full name as its bearer writes it, and its plain spelling: ``zofia.wisniewska``."""

    full: str
    plain: str
    language: str


CULTURES = (
    Culture(
        "pl",
        30,
        "Zofia Hanna Małgorzata Agnieszka Joanna Katarzyna Aleksandra Ewa Dorota Justyna "
        "Kinga Natalia Bożena Iwona Weronika Grażyna Halina Lena",
        "Łukasz Paweł Michał Krzysztof Tomasz Stanisław Wojciech Grzegorz Bartosz Jakub "
        "Rafał Marcin Szymon Błażej Cezary Dariusz Zbigniew Mikołaj",
        "Wiśniewska/Wiśniewski Król Zielińska/Zieliński Woźniak Dąbrowska/Dąbrowski "
        "Mazur Kaczmarek Pawłowska/Pawłowski Górska/Górski Żak Sikora Ostrowska/Ostrowski "
        "Baran Szewczyk Gołąb Wróblewska/Wróblewski Śliwa Kruk Ćwiklińska/Ćwikliński Bąk "
        "Jabłońska/Jabłoński Sadowska/Sadowski",
    ),
    Culture(
        "de",
        18,
        "Annika Birgit Käthe Johanna Sabine Ulrike Friederike Heike Maren Svenja Greta Lotte "
        "Mechthild Petra",
        "Jürgen Matthias Götz Holger Sören Andreas Thorsten Björn Rüdiger Hannes Lennart "
        "Jörg Uwe Florian",
        "Groß Müller-Lüdenscheidt Schäfer Köhler Böttcher Hoffmann Vogelsang Weiß Kühn "
        "Brandt Reuter Dörfler Sommerfeld Lindqvist Oertel Pfeiffer",
    ),
    Culture(
        "ja",
        9,
        "花子|hanako 美咲|misaki 陽菜|hina 千尋|chihiro 恵子|keiko さくら|sakura 由美|yumi 葵|aoi",
        "健太|kenta 大輔|daisuke 翔|sho 拓也|takuya 誠|makoto 直樹|naoki 隆|takashi 蓮|ren",
        "佐藤|sato 鈴木|suzuki 高橋|takahashi 田中|tanaka 渡辺|watanabe 伊藤|ito 山本|yamamoto "
        "小林|kobayashi 吉田|yoshida 松本|matsumoto",
        family_first=True,
    ),
    Culture(
        "en",
        10,
        "Grace Imogen Ruth Bridget Alice Margaret Nora Philippa Rosalind Hazel",
        "Owen Callum Desmond Hugh Isaac Nathaniel Rory Edmund Silas Percy",
        "Okafor Whitfield Ashdown Penhaligon Fairweather Brennan Hartley Mbeki Sinclair "
        "O’Rourke Ellery Thornbury",
    ),
    Culture(
        "uk",
        6,
        "Оксана|oksana Ірина|iryna Наталія|nataliia Соломія|solomiia Дарина|daryna",
        "Андрій|andrii Тарас|taras Богдан|bohdan Олексій|oleksii Максим|maksym",
        "Шевченко|shevchenko Бондаренко|bondarenko Кравець|kravets Мельник|melnyk Гнатюк|hnatiuk "
        "Савчук|savchuk Ткаченко|tkachenko",
    ),
    Culture(
        "es",
        5,
        "Lucía Begoña Inés Marisol Ximena Pilar",
        "Iñaki Álvaro Joaquín Ramón Andrés Nicolás",
        "Ibáñez Echeverría Núñez Peralta Quiñones Salcedo Castellanos Ordóñez",
    ),
    Culture(
        "fr",
        4,
        "Éloïse Margaux Hélène Solène Béatrice",
        "Étienne Loïc Gaël François Thibault",
        "Lefèvre Châtelain Dubreuil Garnier Rocheteau Villeneuve Mercier",
    ),
    Culture(
        "hi",
        6,
        "Priya Ananya Lakshmi Kavya Meera Shreya",
        "Arjun Rohan Vikram Siddharth Aditya Karthik",
        "Iyer Banerjee Chaudhary Kulkarni Raghavan Deshpande Nair Bhattacharya",
    ),
    Culture(
        "cs",
        4,
        "Ludmila Zdeňka Alžběta Šárka Růžena",
        "Jiří Ondřej Vojtěch Řehoř Zdeněk",
        "Dvořáková/Dvořák Krejčí Šťastná/Šťastný Hájková/Hájek Říhová/Říha Jelínková/Jelínek",
    ),
    Culture(
        "pt",
        3,
        "Conceição Beatriz Inês Graça",
        "João Gonçalo Simão Estêvão",
        "Magalhães Brandão Antunes Seixas Guimarães Falcão",
    ),
    Culture(
        "tr",
        2,
        "Gülşen Ayşe Özlem Çiğdem",
        "Oğuz Çağlar Umut İlker",
        "Yıldırım Güneş Şahin Öztürk Kılıç",
    ),
    Culture(
        "zh",
        2,
        "雅婷|yating 秀英|xiuying 晓梅|xiaomei",
        "志强|zhiqiang 建国|jianguo 子轩|zixuan",
        "王|wang 李|li 陈|chen 林|lin 周|zhou",
        family_first=True,
    ),
    Culture(
        "el",
        1,
        "Ελένη|eleni Δάφνη|dafni",
        "Γιώργος|giorgos Νίκος|nikos",
        "Παπαδάκης|papadakis Οικονόμου|oikonomou Βλάχου|vlachou",
    ),
)


def names(number: int, rng: Random) -> list[Name]:
    """``number`` names, no two with the same plain spelling."""
    taken: set[str] = set()
    shares = [culture.share for culture in CULTURES]
    found: list[Name] = []
    for _ in range(number):
        name = _fresh(rng.choices(CULTURES, shares)[0], taken, rng)
        taken.add(name.plain)
        found.append(name)
    return found


def _fresh(culture: Culture, taken: set[str], rng: Random) -> Name:
    drawn = [_drawn(culture, rng) for _ in range(DRAWS)]
    name = next((one for one in drawn if one.plain not in taken), None)
    return name or _namesake(drawn[0], taken)


def _namesake(name: Name, taken: set[str]) -> Name:
    """In a large company people share names; their addresses have numbers."""
    number = next(one for one in count(2) if f"{name.plain}{one}" not in taken)
    return replace(name, plain=f"{name.plain}{number}")


def _drawn(culture: Culture, rng: Random) -> Name:
    gender = rng.choice((WOMAN, MAN))
    given = rng.choice((culture.women, culture.men)[gender].split())
    family = rng.choice(culture.families.split())
    forms = family.split("/")
    family = forms[gender] if len(forms) == 2 else family
    written = [part.partition("|")[0] for part in (given, family)]
    spelled = [part.partition("|")[2] or part for part in (given, family)]
    return Name(
        full=" ".join(reversed(written) if culture.family_first else written),
        plain=".".join(map(slug_of, spelled)),
        language=culture.language,
    )
