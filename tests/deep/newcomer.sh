#!/bin/sh
# A newcomer's first minutes: a fresh clone, the commands of the README alone, timed until the first chart is there.
#   sh tests/deep/newcomer.sh [SOURCE] [NODE…]     NODE: directories of bin/ with other versions of Node, each tried in turn
set -eu
source=$(cd "${1:-.}" && pwd)
[ $# -gt 0 ] && shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
seconds() { date +%s; }

try() {
	echo "Node $(node --version)"
	rm -rf "$folder/attest"
	git clone -q "$source" "$folder/attest"
	cd "$folder/attest"
	begin=$(seconds)
	npm ci >"$folder/ci.log" 2>&1 || { tail -20 "$folder/ci.log"; echo "npm ci failed"; return 1; }
	installed=$(seconds)
	# In a group of its own, as a terminal has one: npm does not hand every signal on.
	PORT=0 setsid npm start >"$folder/start.log" 2>&1 &
	server=$!
	origin=
	while [ -z "$origin" ]; do
		kill -0 "$server" 2>/dev/null || { tail -20 "$folder/start.log"; echo "npm start failed"; return 1; }
		sleep 1
		origin=$(sed -n 's/^Attest serves \(http[^ ]*\).*/\1/p' "$folder/start.log")
	done
	served=$(seconds)
	node -e '
		const [origin] = process.argv.slice(1);
		const html = await (await fetch(origin)).text();
		if (!/<svg[^>]*>[\s\S]*<path/.test(html)) throw new Error("There is no chart on the first page.");
		const ready = await (await fetch(origin + "/readyz")).json();
		if (!ready.ready) throw new Error(JSON.stringify(ready));
		const lines = (await (await fetch(origin + "/export/incidents.csv")).text()).trim().split("\n").length;
		if (lines !== 61) throw new Error(lines + " lines of incidents.csv");
	' --input-type=module "$origin"
	shown=$(seconds)
	kill -TERM -- "-$server"
	wait "$server" || true
	echo "npm ci $((installed - begin)) s, npm start $((served - installed)) s, first chart after $((shown - begin)) s in all"
	cd "$source"
}

try
for bin in "$@"; do
	( PATH="$bin:$PATH"; try )
done
