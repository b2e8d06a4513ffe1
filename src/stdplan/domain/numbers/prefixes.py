"""Who issues what: the prefixes of Chinese standards, as data.

The sources: the 76 codes of industry standards in use (standardization administration, 2026), and
older and construction codes still met in lists. The suffix tells the nature: none is mandatory, /T
recommended, /Z guidance.
"""

# ruff: noqa: SIM905  (lists of codes read best as one line of words)

NATIONAL = frozenset("GB GBJ GBn GBZ GJB JJF JJG TSG GSB TJ GWPB GWKB GHZB".split())

INDUSTRY_IN_USE = frozenset(
    "AQ BB CB CH CJ CY DA DB DL DY DZ EJ FZ GA GC GF GH GM GY HB HG HJ HS HY JB JC JG JR JS JT JY "
    "KA LB LD LS LY MH MR MT MZ NB NY QB QC QJ QX RB RF SB SC SF SH SJ SL SN SW SY TB TD TY WB WH "
    "WJ WM WS WW XB XF YB YC YD YJ YS YY YZ ZY".split()
)
# Ministries of the past, and construction codes of the ministries (a J behind the letters).
INDUSTRY_OLDER = frozenset(
    "SG JJ ZC GN WZ SD NJ LJ HJB CBM JGJ CJJ JTG JTJ JTS HGJ SHJ TBJ YBJ YSJ SDJ SDGJ SLJ MTJ "
    "JCJ JBJ YDJ SYJ QBJ FJJ GYJ WSJ EJJ LYJ NYJ DLJ DLGJ SJJ HJBZ GFJ QJJ CBJ".split()
)
# Internal series of a ministry: the letters behind the slash are no nature.
INDUSTRY_SERIES = frozenset("NB/SH JB/ZQ JB/TQ JB/DQ JB/GQ YDN YDC YDB GD/J CB*".split())
INDUSTRY = INDUSTRY_IN_USE | INDUSTRY_OLDER | INDUSTRY_SERIES

NATURES = {"": "mandatory", "T": "recommended", "Z": "guidance"}
# Metrology and samples are neither mandatory nor recommended; internal series do not say.
WITHOUT_NATURE = frozenset("JJF JJG GSB JB/ZQ JB/TQ JB/DQ JB/GQ YDN YDC YDB GD/J".split())

# Numbers that begin with letters: 'JTG D20', 'TSG R0005', 'GSB G62001'.
LETTERED = frozenset("JTG JTS TSG GSB".split())
# Numbers that hold a hyphen of their own: 'JTS 144-1-2010', 'HG 2-123-78', 'GSB 16-1452-2014'.
HYPHENATED = frozenset("JTG JTS JTJ GSB HG HB QB SG WS".split())


class Head:
    """What the letters before a number tell."""

    __slots__ = ("family", "letter", "nature", "prefix", "strict", "written")

    def __init__(self, prefix: str, letter: str, family: str) -> None:
        self.prefix, self.letter, self.family = prefix, letter, family
        self.written = f"{prefix}/{letter}" if letter else prefix
        self.strict = prefix == "GSB"  # samples: their numbers are more than digits
        self.nature = None if prefix in WITHOUT_NATURE else NATURES[letter]


# Safety supervision has one nature; 'TSG T7001' and 'TSG Z6001' are letters of the number.
ONE_NATURE = WITHOUT_NATURE | {"TSG"}

# 'GB/T' → its head, for numbers that are written as they should be.
HEADS = {
    head.written: head
    for family, prefixes in (("national", NATIONAL), ("industry", INDUSTRY))
    for prefix in sorted(prefixes)
    for head in (Head(prefix, letter, family) for letter in NATURES)
    # GBZ is the occupational health series; JJF/T and the like do not exist.
    if not (head.letter and head.prefix in ONE_NATURE) and head.written != "GBZ/Z"
}


def squashed(letters: str) -> str:
    """Letters without what stands between them: 'GB / T' → 'GBT'."""
    return "".join(filter(lambda c: c.isalpha() or c == "*", letters.upper()))


# 'GBT' → GB/T. GBZ is a prefix of its own, so plain prefixes win over lost slashes.
SQUASHED = {squashed(w): head for w, head in HEADS.items() if head.letter} | {
    squashed(w): head for w, head in HEADS.items() if not head.letter
}

# Bodies abroad whose numbers are kept as they stand.
FOREIGN = tuple(
    "AAMA AASHTO AATCC ABNT ACI AGMA AIA AISI AMS ANSI API AQL ARI AREMA ASHRAE ASME ASSE ASTM ASQ "
    "ATIS AWS AWWA BS BSI CEN CENELEC CGA CNS CSA CWA DIN DNV DVGW DVS ECMA ECE EIA EN ENV ETS "
    "ETSI FAA FCC FDA FED FMVSS GOST HD IAPMO ICEA IEEE IETF INCITS IPC ISA JASO JEDEC JEITA JEM "
    "JIS JPI KS LN MIL MSS NACE NAS NBR NEMA NEN NF NFPA NIST NORSOK NSF NZS OENORM PD prEN RFC "
    "RTCA SAE SASO SEMI SFS SIS SMPTE SNV SS TAPPI TCVN TEMA TIA UL UNE UNI USP VDA VDE VDI VG "
    "AS IS 3GPP W3C FprEN ГОСТ".split()
)
