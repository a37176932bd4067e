#!/usr/bin/env bash
# Measures how fast Loggia sends pages, beside nginx with the same bytes, and writes a table.
#
#   benches/http.sh [BOOK [ADDRESS…]]
#
# BOOK is a folder; the bundled book where none is given. ADDRESS is a page or file of it, such as
# `manual/sparql`; three pages and the style sheet of the bundled book where none is given. Each is
# fetched from Loggia first, plain and under gzip, and nginx gets those bytes as files with
# `gzip_static`, so that both send the same. Then wrk asks both in turn, on as many connections as
# CONNECTIONS says (32), for SECONDS_EACH (5), ROUNDS times (3); the best round of each counts.
#
# Needs nginx, wrk and curl. LOGGIA names a built program. Both servers may use all cores.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(dirname "$here")
connections=${CONNECTIONS:-32}
seconds=${SECONDS_EACH:-5}
rounds=${ROUNDS:-3}

say() { printf '%s\n' "$*" >&2; }
for tool in nginx wrk curl; do
    PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null || { say "no $tool"; exit 1; }
done
export PATH=$PATH:/usr/sbin
loggia=${LOGGIA:-$project/target/release/loggia}
[ -n "${LOGGIA:-}" ] || (cd "$project" && cargo build --release --quiet --bin loggia)

book=()
if [ $# -gt 0 ]; then
    book=("$1")
    shift
fi
work=$(mktemp -d)
trap 'kill "${server:-}" "${proxy:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir -p "$work/root" "$work/empty"
# Run by root, nginx reads files as another user.
chmod 755 "$work"

# The first line that the program writes says where it listens.
(cd "$work/empty" && exec "$loggia" serve --no-watch --bind 127.0.0.1:0 "${book[@]}" \
    >"$work/address" 2>"$work/log") &
server=$!
until [ -s "$work/address" ]; do
    kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
    read -rt 0.1 <> <(:) || true
done
loggia_url=$(sed -n 's/.* is at //p' "$work/address")

addresses=("$@")
if [ ${#addresses[@]} -eq 0 ]; then
    style=$(curl -s "$loggia_url" | grep -o '_loggia/loggia\.[0-9a-f]*\.css' | head -1)
    addresses=('' architectures/large-distributed manual/sparql "$style")
fi

# The same bytes for nginx, under names that end in .html where they are pages.
names=()
for address in "${addresses[@]}"; do
    case $address in *.css | *.js | *.svg | *.png) name=$address ;; *) name=${address:-index}.html ;; esac
    names+=("$name")
    mkdir -p "$(dirname "$work/root/$name")"
    curl -sf "$loggia_url$address" -o "$work/root/$name"
    curl -sf -H 'Accept-Encoding: gzip' "$loggia_url$address" -o "$work/root/$name.gz"
    # What is not worth compressing comes as it is.
    gzip -t "$work/root/$name.gz" 2>/dev/null || rm "$work/root/$name.gz"
done

for port in $(seq 18000 18050); do
    cat >"$work/nginx.conf" <<CONF
daemon off;
pid $work/nginx.pid;
error_log $work/nginx.log warn;
worker_processes auto;
events { worker_connections 1024; }
http {
    include /etc/nginx/mime.types;
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    open_file_cache max=1000;
    server { listen 127.0.0.1:$port; root $work/root; gzip_static on; }
}
CONF
    nginx -p "$work" -c "$work/nginx.conf" 2>"$work/nginx.err" &
    proxy=$!
    until curl -s "http://127.0.0.1:$port/" -o /dev/null || ! kill -0 "$proxy" 2>/dev/null; do :; done
    kill -0 "$proxy" 2>/dev/null && break
done
nginx_url=http://127.0.0.1:$port/

# Requests per second and the 99th percentile of one round.
round() {
    wrk -t2 -c"$connections" -d"${seconds}s" --latency -H "Accept-Encoding: $2" "$1" |
        awk '/Requests\/sec/ {rate = $2} /^ *99%/ {slow = $2} /Non-2xx/ {bad = " (errors)"} END {print rate, slow bad}'
}
best() { sort -rn | head -1; }

printf '%s, %s cores, %s connections, best of %s rounds of %s s\n\n' \
    "$(date +%F)" "$(nproc)" "$connections" "$rounds" "$seconds"
printf '| address | encoding | bytes | nginx req/s | nginx p99 | Loggia req/s | Loggia p99 | ratio |\n'
printf '|---|---|--:|--:|--:|--:|--:|--:|\n'
for index in "${!addresses[@]}"; do
    address=${addresses[$index]}
    name=${names[$index]}
    for encoding in gzip identity; do
        file=$work/root/$name
        [ "$encoding" = gzip ] && file=$file.gz
        [ -f "$file" ] || continue
        : >"$work/theirs"
        : >"$work/ours"
        for _ in $(seq "$rounds"); do
            round "$nginx_url$name" "$encoding" >>"$work/theirs"
            round "$loggia_url$address" "$encoding" >>"$work/ours"
        done
        read -r theirs their_slow < <(best <"$work/theirs")
        read -r ours our_slow < <(best <"$work/ours")
        printf '| /%s | %s | %s | %s | %s | %s | %s | %s |\n' "$address" "$encoding" \
            "$(stat -c %s "$file")" "$theirs" "$their_slow" "$ours" "$our_slow" \
            "$(awk -v a="$ours" -v b="$theirs" 'BEGIN {printf "%.2f", a / b}')"
    done
done
