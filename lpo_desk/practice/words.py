"""What people say in the requests of the practice, in Finnish and in Swedish."""

WORDS: dict[str, tuple[str, str]] = {
    "authority": ("Valtakirja, alkuperäinen nähty", "Fullmakt, originalet har visats"),
    "others": (
        "Aineistossa on toisen henkilön tietoja, joita ei voi antaa.",
        "I materialet finns uppgifter om en annan person som inte kan lämnas ut.",
    ),
    "unfounded": (
        "Samat tiedot annettiin viikko sitten, eivätkä ne ole muuttuneet.",
        "Samma uppgifter lämnades för en vecka sedan och de har inte ändrats.",
    ),
    "unknown": (
        "Pyytäjää ei voitu tunnistaa, eikä pyydettyjä lisätietoja saatu.",
        "Den som begärde uppgifterna kunde inte identifieras och de begärda uppgifterna kom inte.",
    ),
    "doubt": (
        "Pyyntö tuli osoitteesta, jota rekisteri ei tunne.",
        "Begäran kom från en adress som registret inte känner till.",
    ),
    "extend": (
        "Aineistoa on paljon molemmissa toimipisteissä.",
        "Det finns mycket material på båda kontoren.",
    ),
    "ask": ("Koskeeko pyyntö myös taloyhtiön liittymää?", "Gäller begäran även bostadsbolagets anslutning?"),
    "wrong_street": ("Muutin kesällä.", "Jag flyttade i somras."),
    "erase": (
        "Vanha liittymä irtisanottiin vuosia sitten.",
        "Det gamla abonnemanget sades upp för flera år sedan.",
    ),
    "contested": ("Laskutusosoite ei pidä paikkaansa.", "Faktureringsadressen stämmer inte."),
    "given": ("nimi ja osoite", "namn och adress"),
    "given_why": ("asiakkaan suostumus", "kundens samtycke"),
    "object": (
        "En halua, että asiointiani analysoidaan.",
        "Jag vill inte att min kundrelation analyseras.",
    ),
    "moved": (
        "Osoite korjattiin kortille samalla käynnillä.",
        "Adressen rättades på kortet vid samma besök.",
    ),
    "out_of_reach": ("Paperi ei ole toimipisteessä.", "Pappret finns inte på verksamhetsstället."),
    "called": ("Kerrottu puhelimessa.", "Meddelat per telefon."),
    "withdraw": ("Pyytäjä sai asiansa hoidettua puhelimessa.", "Saken sköttes per telefon."),
}
