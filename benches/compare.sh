#!/usr/bin/env bash
# Times Loggia beside other tools on the same files, and writes a table.
#
#   benches/compare.sh [--slow] [COUNT…]
#
# COUNT is a number of files, or `all`; 1000 and 3808 where none is given. mdBook is left out of
# more than 4,000 files, where it takes many minutes, unless --slow asks for it. Tools that are not
# installed are skipped. Every measurement is kept in the working folder: run it again to go on
# where it ended, and remove `results` there to measure anew.
#
# CORPUS names the biztalk-docs repository, WORK the working folder, LOGGIA a built program.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(dirname "$here")
corpus=${CORPUS:-$project/target/corpora/biztalk-docs/biztalk-docs}
work=${WORK:-${TMPDIR:-/tmp}/loggia-compare}
results=$work/results
mkdir -p "$results"

slow=
counts=()
for argument; do
    case $argument in
        --slow) slow=1 ;;
        *) counts+=("$argument") ;;
    esac
done
[ ${#counts[@]} -gt 0 ] || counts=(1000 3808)

# Every run is a first one: nothing is resumed from what an earlier one has kept.
export LOGGIA_CACHE_DIR=

have() { command -v "$1" >/dev/null 2>&1; }
say() { printf '%s\n' "$*" >&2; }

[ -d "$corpus" ] || { say "no repository at $corpus: set CORPUS"; exit 1; }
[ -x /usr/bin/time ] || { say 'GNU time is needed'; exit 1; }
loggia=${LOGGIA:-$project/target/release/loggia}
[ -n "${LOGGIA:-}" ] || (cd "$project" && cargo build --release --quiet --bin loggia)
if ! [ -x "$work/node_modules/.bin/pagefind" ] && have npm; then
    npm install --silent --no-audit --no-fund --prefix "$work" 'pagefind@^1.4' >&2 || say 'no Pagefind'
fi

# measure COUNT NAME WHAT COMMAND…: one line of the table, unless it is there.
measure() {
    local count=$1 name=$2 what=$3
    shift 3
    local file=${name,,}
    file=$results/$count-${file//[^a-z0-9]/-}.tsv
    [ -s "$file" ] && return
    say "$count files: $name"
    local times=$work/times status=0
    /usr/bin/time -f '%U %S %e %M' -o "$times" "$@" >"$work/last.log" 2>&1 || status=$?
    # Problems in the content end Loggia with 1; the work is done all the same.
    if [ "$status" -gt 1 ] || { [ "$status" -eq 1 ] && [ "${name%% *}" != Loggia ]; }; then
        say "$name failed: $(tail -n 3 "$work/last.log")"
        return
    fi
    tail -n 1 "$times" | awk -v count="$count" -v name="$name" -v what="$what" \
        '{ printf "%s\t%s\t%s\t%.1f\t%.1f\t%d\n", count, name, what, $1 + $2, $3, $4 / 1024 }' >"$file"
}

# Serves a book until it says where, then ends the server.
serve() {
    coproc server { exec "$loggia" serve "$1" --bind 127.0.0.1:0 --no-watch 2>/dev/null; }
    local id=$server_PID line
    read -r line <&"${server[0]}"
    kill -TERM "$id"
    wait "$id" || true
}
export -f serve
export loggia

for count in "${counts[@]}"; do
    number=$count
    [ "$count" = all ] && number=0
    input=$work/input-$count
    if ! [ -s "$input/files" ]; then
        say "preparing $count files"
        python3 "$here/prepare.py" "$corpus" "$number" "$input" >"$work/files"
        mv "$work/files" "$input/files"
    fi
    files=$(cat "$input/files")

    measure "$files" 'Loggia serve' 'all pages, graph and index, until it answers' \
        bash -c "serve '$input/book'"
    measure "$files" 'Loggia check' 'every link and rule, graph; no pages, no index' \
        "$loggia" check "$input/book"
    measure "$files" 'Loggia build' 'pages, four twins of each, graph and index as files' \
        "$loggia" build "$input/book" --destination "$work/site-$count"
    have hugo && measure "$files" Hugo 'pages as files' \
        hugo --quiet --source "$input/hugo" --destination "$work/hugo-$count" --cleanDestinationDir
    [ -x "$work/node_modules/.bin/pagefind" ] && [ -d "$work/hugo-$count" ] &&
        measure "$files" Pagefind 'index of the pages of Hugo' \
            "$work/node_modules/.bin/pagefind" --site "$work/hugo-$count" --output-path "$work/pagefind-$count"
    have zola && measure "$files" Zola 'pages as files' \
        zola --root "$input/zola" build --force --output-dir "$work/zola-$count"
    if have mdbook && { [ "$files" -le 4000 ] || [ -n "$slow" ]; }; then
        measure "$files" mdBook 'pages and index as files' \
            mdbook build "$input/book" --dest-dir "$work/mdbook-$count"
    fi
    rm -rf "$work/site-$count" "$work/zola-$count" "$work/mdbook-$count"
done

{
    printf 'Measured on %s, %s virtual cores.' "$(date +%F)" "$(nproc)"
    printf ' Loggia %s' "$("$loggia" --version | cut -d' ' -f2)"
    have hugo && printf ', Hugo %s' "$(hugo version | grep -o 'v[0-9.]*' | head -n 1 | tr -d v)"
    [ -x "$work/node_modules/.bin/pagefind" ] &&
        printf ', Pagefind %s' "$("$work/node_modules/.bin/pagefind" --version 2>&1 | grep -o '[0-9][0-9.]*' | head -n 1)"
    have zola && printf ', Zola %s' "$(zola --version | cut -d' ' -f2)"
    have mdbook && printf ', mdBook %s' "$(mdbook --version | grep -o '[0-9][0-9.]*' | head -n 1)"
    printf '.\n\n| files | tool | makes | CPU s | wall s | peak MB |\n|--:|---|---|--:|--:|--:|\n'
    sort -t "$(printf '\t')" -k1,1n -k4,4n "$results"/*.tsv |
        awk -F '\t' '{ printf "| %s | %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5, $6 }'
} | tee "$work/table.md"
