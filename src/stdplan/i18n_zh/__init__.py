"""The Chinese sentence for each English one in the source. A test finds those that are missing.

A catalogue is 台账 here: 目录 would also mean a folder. Codes and names of options stay.
"""

from stdplan.i18n_zh.activities import ACTIVITIES
from stdplan.i18n_zh.digest import DIGEST
from stdplan.i18n_zh.faults import FAULTS
from stdplan.i18n_zh.help import HELP
from stdplan.i18n_zh.labels import LABELS
from stdplan.i18n_zh.life import LIFE
from stdplan.i18n_zh.notes import NOTES
from stdplan.i18n_zh.plan_reports import PLAN_REPORTS
from stdplan.i18n_zh.similar import SIMILAR

SENTENCES: dict[str, str] = {
    **HELP,
    **LABELS,
    **FAULTS,
    **NOTES,
    **ACTIVITIES,
    **PLAN_REPORTS,
    **LIFE,
    **SIMILAR,
    **DIGEST,
}
