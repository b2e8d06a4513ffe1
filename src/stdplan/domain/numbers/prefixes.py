"""The letters before the numbers of Chinese standards, and who issues them, as data.

Sources: the 76 codes of industry standards in use (standardization administration, 2026), and older
and construction codes that still occur in lists. The suffix shows the nature: no suffix is
mandatory, /T recommended, /Z guidance.
"""

# ruff: noqa: SIM905  (lists of codes read best as one line of words)

NATIONAL = frozenset("GB GBJ GBn GBZ TJ GWPB GWKB GHZB".split())
# Standards of the armed forces, safety regulations for special equipment, metrological technical
# specifications, and reference materials: each is a family of its own.
MILITARY = frozenset("GJB GJBz GJB/J".split())
REGULATION = frozenset(("TSG",))
METROLOGY = frozenset("JJF JJG".split())
SAMPLE = frozenset(("GSB",))
# Construction standards of Shenzhen and of Xinjiang; those of other areas have their digits.
LOCAL = frozenset("SJG XJJ".split())

INDUSTRY_IN_USE = frozenset(
    "AQ BB CB CH CJ CY DA DB DL DY DZ EJ FZ GA GC GF GH GM GY HB HG HJ HS HY JB JC JG JR JS JT JY "
    "KA LB LD LS LY MH MR MT MZ NB NY QB QC QJ QX RB RF SB SC SF SH SJ SL SN SW SY TB TD TY WB WH "
    "WJ WM WS WW XB XF YB YC YD YJ YS YY YZ ZY".split()
)
# Codes of former ministries, and construction codes of the ministries (with a J at the end).
INDUSTRY_OLDER = frozenset(
    "SG JJ ZC GN WZ SD NJ LJ HJB CBM JGJ CJJ JTG JTJ JTS HGJ SHJ TBJ YBJ YSJ SDJ SDGJ SLJ MTJ "
    "JCJ JBJ YDJ SYJ QBJ FJJ GYJ WSJ EJJ LYJ NYJ DLJ DLGJ SJJ HJBZ GFJ QJJ CBJ".split()
)
# Internal series of a ministry: the letters after the slash are not a nature.
INDUSTRY_SERIES = frozenset("NB/SH JB/ZQ JB/TQ JB/DQ JB/GQ YDN YDC YDB GD/J CB*".split())
INDUSTRY = INDUSTRY_IN_USE | INDUSTRY_OLDER | INDUSTRY_SERIES

NATURES = {"": "mandatory", "T": "recommended", "Z": "guidance"}
# Metrology and samples are neither mandatory nor recommended; internal series do not show it.
WITHOUT_NATURE = frozenset(
    "JJF JJG GSB SJG XJJ GJBz GJB/J JB/ZQ JB/TQ JB/DQ JB/GQ YDN YDC YDB GD/J".split()
)
# Safety supervision has one nature: the letter of 'TSG T7001' belongs to the number.
WITHOUT_SUFFIX = WITHOUT_NATURE | {"TSG"}
# Codes whose guidance documents (/Z) are a series of their own: GJB/Z 9000 is no edition of GJB
# 9000. GB/Z 1 became GB/T 1, so it shares its base with GB/T.
WITH_SERIES_OF_GUIDANCE = frozenset("GJB HB CB JB QJ SJ WJ EJ".split())
# Codes whose editions are counted by a letter after the number: GJB 9001B, GJB 9001C, QJ 903B.
WITH_EDITION_LETTERS = frozenset("GJB GJBz GJB/J QJ".split())

# Numbers that begin with letters: 'JTG D20', 'TSG R0005', 'GSB G62001'.
LETTERED = frozenset("JTG JTS TSG GSB".split())
# Numbers that contain a hyphen: 'JTS 144-1-2010', 'HG 2-123-78', 'GSB 16-1452-2014'.
HYPHENATED = frozenset("JTG JTS JTJ GSB HG HB QB SG WS".split())


class StandardCode:
    """The code before a number (标准代号), such as GB/T, and what it says about the standard.

    `prefix` is 'GB', `suffix` is 'T', 'Z' or '', `written` is 'GB/T'. `series` is the prefix of the
    base: 'GB', but 'GJB/Z'. `is_sample` marks codes of reference samples, whose numbers are more
    than digits.
    """

    __slots__ = ("family", "is_sample", "nature", "prefix", "series", "suffix", "written")

    def __init__(self, prefix: str, suffix: str, family: str) -> None:
        self.prefix, self.suffix, self.family = prefix, suffix, family
        self.written = f"{prefix}/{suffix}" if suffix else prefix
        has_own_series = suffix == "Z" and prefix in WITH_SERIES_OF_GUIDANCE
        self.series = self.written if has_own_series else prefix
        self.is_sample = prefix in SAMPLE
        self.nature = None if prefix in WITHOUT_NATURE else NATURES[suffix]


_FAMILIES = {
    "national": NATIONAL,
    "industry": INDUSTRY,
    "military": MILITARY,
    "regulation": REGULATION,
    "metrology": METROLOGY,
    "sample": SAMPLE,
    "local": LOCAL,
}
# 'GB/T' → its code, for numbers that are written correctly.
CODES = {
    code.written: code
    for family, prefixes in _FAMILIES.items()
    for prefix in sorted(prefixes)
    for code in (StandardCode(prefix, suffix, family) for suffix in NATURES)
    # GBZ is the occupational health series; JJF/T and the like do not exist.
    if not (code.suffix and code.prefix in WITHOUT_SUFFIX) and code.written != "GBZ/Z"
}


def letters_only(text: str) -> str:
    """Return the letters and asterisks of a text in upper case: 'GB / T' → 'GBT'."""
    return "".join(filter(lambda c: c.isalpha() or c == "*", text.upper()))


# 'GBT' → the code GB/T. A code without suffix wins: GBZ is not GB/Z that has lost its slash.
CODES_BY_LETTERS = {
    letters_only(written): code for written, code in CODES.items() if code.suffix
} | {letters_only(written): code for written, code in CODES.items() if not code.suffix}

# The letters before the numbers of drafts of foreign bodies → the stage: the enquiry (40), or the
# formal vote (50).
FOREIGN_DRAFTS = {
    "prEN": "40", "prHD": "40", "prENV": "40", "prTS": "40", "prCEN": "40", "prETS": "40",
    "oENV": "40", "E DIN": "40", "FprEN": "50", "FprHD": "50", "FprTS": "50", "FprCEN": "50",
}  # fmt: skip
# Foreign bodies, whose numbers stay as they are written.
FOREIGN_BODIES = tuple(
    "AAMA AASHTO AATCC ABNT ACI AGMA AIA AISI AMS ANSI API AQL ARI AREMA ASHRAE ASME ASSE ASTM "
    "ASQ ATIS AWS AWWA BS BSI CEN CENELEC CGA CNS CSA CWA DIN DNV DVGW DVS ECMA ECE EIA EN ENV "
    "ETS ETSI FAA FCC FDA FED FMVSS GOST HD IAPMO IATF ICEA IEEE IETF INCITS IPC ISA JASO JEDEC "
    "JEITA JEM JIS JPI KS LN MIL MSS NACE NAS NBR NEMA NEN NF NFPA NIST NORSOK NSF NZS OENORM "
    "OHSAS PD RFC RTCA SAE SASO SEMI SFS SIS SMPTE SNV SS TAPPI TCVN TEMA TIA UL UNE UNI USP "
    "VDA VDE VDI VG AS IS 3GPP W3C SANS QCVN SNI MSZ GSO IRAM SRPS NOM NMX".split()
) + tuple(FOREIGN_DRAFTS)
