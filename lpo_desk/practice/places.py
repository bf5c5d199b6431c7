"""Where made-up people live: postal areas of the region, with streets that are there in truth."""

from dataclasses import dataclass

from lpo_desk.terms import Lang


@dataclass(frozen=True, slots=True)
class Area:
    """A postal area. `streets`: (Finnish, Swedish). `weight`: how many live there. `office`: whose customers they are."""

    postcode: str
    town_fi: str
    town_sv: str
    office: str
    weight: int
    streets: tuple[tuple[str, str], ...]

    def town(self, lang: Lang) -> str:
        return self.town_sv if lang is Lang.SV else self.town_fi


_LOVIISA = (
    ("Aleksanterinkatu", "Alexandersgatan"),
    ("Brandensteininkatu", "Brandensteinsgatan"),
    ("Kuningattarenkatu", "Drottninggatan"),
    ("Mannerheiminkatu", "Mannerheimgatan"),
    ("Mariankatu", "Mariegatan"),
    ("Itäinen Tullikatu", "Östra Tullgatan"),
    ("Puistokatu", "Parkgatan"),
    ("Sibeliuksenkatu", "Sibeliusgatan"),
    ("Helsingintie", "Helsingforsvägen"),
    ("Saaristotie", "Skärgårdsvägen"),
)
_PORVOO = (
    ("Aleksanterinkatu", "Alexandersgatan"),
    ("Jokikatu", "Ågatan"),
    ("Kaivokatu", "Brunnsgatan"),
    ("Lundinkatu", "Lundagatan"),
    ("Mannerheiminkatu", "Mannerheimgatan"),
    ("Piispankatu", "Biskopsgatan"),
    ("Runeberginkatu", "Runebergsgatan"),
    ("Välikatu", "Mellangatan"),
    ("Adlercreutzinkatu", "Adlercreutzgatan"),
    ("Linnankoskenkatu", "Linnankoskigatan"),
)

AREAS = (
    Area("07900", "Loviisa", "Lovisa", "L", 30, _LOVIISA),
    Area("07910", "Valko", "Valkom", "L", 6, (("Valkontie", "Valkomvägen"), ("Satamatie", "Hamnvägen"))),
    Area("07930", "Pernaja", "Pernå", "L", 5, (("Pernajantie", "Pernåvägen"), ("Kirkkotie", "Kyrkovägen"))),
    Area(
        "07880",
        "Liljendal",
        "Liljendal",
        "L",
        5,
        (("Liljendalintie", "Liljendalvägen"), ("Koulutie", "Skolvägen")),
    ),
    Area(
        "07970",
        "Ruotsinpyhtää",
        "Strömfors",
        "L",
        4,
        (("Ruukintie", "Bruksvägen"), ("Myllytie", "Kvarnvägen")),
    ),
    Area("06100", "Porvoo", "Borgå", "P", 34, _PORVOO),
    Area(
        "06150",
        "Porvoo",
        "Borgå",
        "P",
        6,
        (("Teollisuustie", "Industrivägen"), ("Tarmolantie", "Tarmolavägen")),
    ),
    Area(
        "06750",
        "Tolkkinen",
        "Tolkis",
        "P",
        5,
        (("Tolkkistentie", "Tolkisvägen"), ("Rantatie", "Strandvägen")),
    ),
    Area(
        "06830",
        "Kulloonkylä",
        "Kulloby",
        "P",
        5,
        (("Kulloontie", "Kullovägen"), ("Vanha maantie", "Gamla landsvägen")),
    ),
)
OFFICE_OF = {area.postcode: area.office for area in AREAS}
