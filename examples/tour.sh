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

run init
run standards import "$here/filed_2026_07.tsv" "$here/withdrawn_2026_07.tsv"
run sectors list --fields code,name_zh,name_en,focus_areas,standards
run review due --year 2011 --fields number,title,age,counted_from,overdue_days --limit 10
run review due --year 2011 --by sector --fields sector,in_force,due,oldest
run report progress --year 2011 --fields task,indicator,name,target,actual,percent
printf '\nDue for review at the end of 2011: %s\n' \
    "$(stdplan review due --year 2011 --no-header --format tsv | wc -l | tr -d ' ')"
run review import "$here/review_results.csv" --on 2011-12-15
run review list --open --as-of 2011-12-31 --fields number,date,outcome,into
printf '\nStill due after these (made up) reviews: %s\n' \
    "$(stdplan review due --year 2011 --no-header --format tsv | wc -l | tr -d ' ')"
