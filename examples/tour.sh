#!/bin/sh
# The main job on real input: load two bulletins into a new catalogue and ask three questions;
# then record a list of review results, which is made up as an example.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
export STDPLAN_DB="$folder/plan.db"

run() {
    printf '\n$ stdplan %s\n' "$*"
    stdplan "$@"
}

# A line of the tour, in the language of the program if STDPLAN_LANG says so.
say() {
    case "${STDPLAN_LANG:-en}" in
    zh) printf '\n%s：%s\n' "$2" "$3" ;;
    *) printf '\n%s: %s\n' "$1" "$3" ;;
    esac
}

run init
run standards import "$here/filed_2026_07.tsv" "$here/withdrawn_2026_07.tsv"
run sectors list --fields code,name_zh,name_en,focus_areas,standards
run review due --year 2011 --fields number,title,age,counted_from,overdue_days --limit 10
run review due --year 2011 --by sector --fields sector,in_force,due,oldest
run report progress --year 2011 --fields task,indicator,name,target,actual,percent
say 'Due for review at the end of 2011' '2011 年年底应复审的标准' \
    "$(stdplan review due --year 2011 --no-header --format tsv | wc -l | tr -d ' ')"
run review import "$here/review_results.csv" --on 2011-12-15
run review list --open --as-of 2011-12-31 --fields number,date,outcome,into
say 'Still due after these (made up) reviews' '经过这些（虚构的）复审，仍应复审的标准' \
    "$(stdplan review due --year 2011 --no-header --format tsv | wc -l | tr -d ' ')"
