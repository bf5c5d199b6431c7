"""What made-up people and organisations are called: common names of the region, put together by chance."""

from lpo_desk.terms import Lang


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LAST = {
    Lang.FI: _words(
        "Aalto Ahonen Anttila Eskola Hakala Harju Heikkilä Heinonen Hiltunen Honkanen Jokinen Järvinen Kallio "
        "Karjalainen Kettunen Kinnunen Koivisto Korhonen Koskinen Kosonen Laaksonen Laine Laitinen Lehtonen Leppänen "
        "Lindroos Mattila Miettinen Mäkelä Mäkinen Niemi Nieminen Nousiainen Oksanen Ollila Peltonen Pitkänen Pohjola "
        "Rantanen Rautio Ruuskanen Räsänen Saarinen Salminen Salo Savolainen Seppälä Sirén Tuominen Turunen Vainio "
        "Virtanen Väisänen Ylönen Äijälä Öhman"
    ),
    Lang.SV: _words(
        "Andersson Backman Berglund Björkman Bäckström Dahlqvist Ekholm Eklund Engblom Enqvist Forsblom Forsman "
        "Fredriksson Grönlund Gustafsson Hagman Hellström Holmberg Holmström Häggblom Höglund Jansson Karlsson Kullberg "
        "Liljeström Lindberg Lindholm Lindqvist Lindström Lönnqvist Malmberg Mattsson Nordström Nyberg Nyholm Nyman "
        "Rosenqvist Sandberg Sjöberg Sjöblom Sjöholm Skogster Stenström Strömberg Sundqvist Sundström Söderholm "
        "Söderström Wahlström Westerlund Wikström Åberg Åkerblom Åström Öhman Österberg"
    ),
}
WOMEN = {
    Lang.FI: _words(
        "Aino Anna Anneli Eeva Elina Ella Hanna Helena Helmi Inkeri Johanna Kaarina Katja Kristiina Laura Leena Liisa "
        "Maarit Maija Maria Marjatta Minna Noora Outi Päivi Riitta Sanna Sari Sofia Tuula Tuulikki Veera"
    ),
    Lang.SV: _words(
        "Agneta Anita Anna Annika Barbro Birgitta Camilla Carita Carola Christina Ebba Elin Ellen Eva Frida Gunilla "
        "Gunvor Heidi Inger Ingrid Johanna Linda Lisbeth Maj-Britt Margareta Märta Nina Pernilla Siv Solveig Ulla "
        "Viveca"
    ),
}
MEN = {
    Lang.FI: _words(
        "Aapo Antti Arto Eero Erkki Hannu Heikki Ilkka Jari Juha Juhani Kalevi Kari Lauri Leo Markku Matti Mika Mikko "
        "Olavi Onni Pekka Pentti Sakari Seppo Tapio Tauno Timo Tuomas Veikko Ville Väinö"
    ),
    Lang.SV: _words(
        "Anders Axel Bengt Bertel Björn Bo Carl Christer Erik Fredrik Göran Gustav Göte Hans Henrik Håkan Jan Johan "
        "Karl-Erik Kaj Kjell Krister Lars Leif Mats Nils Ole Per-Olof Ralf Stig Sven Åke"
    ),
}
HOUSES = {
    Lang.FI: (
        "Majakka",
        "Kanerva",
        "Lokki",
        "Tyrni",
        "Kaisla",
        "Mänty",
        "Ruori",
        "Pihlaja",
        "Kuunari",
        "Ankkuri",
    ),
    Lang.SV: (
        "Fyren",
        "Ljungen",
        "Måsen",
        "Havtornet",
        "Vassen",
        "Tallen",
        "Rodret",
        "Rönnen",
        "Skonaren",
        "Ankaret",
    ),
}
TRADES = {
    Lang.FI: (
        "Rakennus",
        "Kuljetus",
        "Sähkö",
        "Puutarha",
        "Leipomo",
        "Autohuolto",
        "Veneveistämö",
        "Siivous",
    ),
    Lang.SV: ("Bygg", "Transport", "El", "Trädgård", "Bageri", "Bilservice", "Båtvarv", "Städ"),
}
CIRCLES = {
    Lang.FI: ("purjehdusseura", "kotiseutuyhdistys", "kylätoimikunta", "kuoro", "metsästysseura", "martat"),
    Lang.SV: ("segelförening", "hembygdsförening", "byaråd", "kör", "jaktförening", "marthaförening"),
}
BODIES = {
    Lang.FI: ("kirjastopiiri", "pelastusalue", "satamakunta", "koulupiiri"),
    Lang.SV: ("biblioteksdistrikt", "räddningsområde", "hamndistrikt", "skoldistrikt"),
}
TASKS = {
    Lang.FI: ("isännöitsijä", "toimitusjohtaja", "puheenjohtaja", "rahastonhoitaja", "toimistosihteeri"),
    Lang.SV: ("disponent", "verkställande direktör", "ordförande", "kassör", "kanslist"),
}
NOTES = {
    Lang.FI: (
        "Toivoo soittoa vasta iltapäivällä.",
        "Avain naapurissa, sovittava asennuksesta etukäteen.",
        "Kuulee huonosti, puhu hitaasti.",
        "Laskut luettava ääneen pyydettäessä.",
    ),
    Lang.SV: (
        "Vill bli uppringd först på eftermiddagen.",
        "Nyckeln finns hos grannen, kom överens om installationen på förhand.",
        "Hör dåligt, tala långsamt.",
        "Vistas på skärgårdsstugan från maj till september.",
    ),
}
