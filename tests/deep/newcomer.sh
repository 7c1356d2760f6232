#!/bin/sh
# A newcomer's first minutes: a fresh clone in an empty home, the commands of the README's "Start" and no others, word for word,
# timed until the first chart is there.
#   sh tests/deep/newcomer.sh [SOURCE] [NODE…]     NODE: directories of bin/ with other versions of Node, each tried in turn
# Of the environment only PATH goes along, and NPM_CONFIG_USERCONFIG and NPM_CONFIG_NODEDIR where a machine has no way out but its own.
set -eu
source=$(cd "${1:-.}" && pwd)
[ $# -gt 0 ] && shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
seconds() { date +%s; }

# The first block of commands below a heading of the README.
commands_of() {
	awk -v heading="## $1" '$0 == heading { on = 1 } on && /^```/ { if (inside) exit; inside = 1; next } inside' "$folder/attest/README.md"
}

try() {
	echo "Node $(node --version)"
	rm -rf "$folder/attest" "$folder/home"
	mkdir "$folder/home"
	git clone -q "$source" "$folder/attest"
	commands=$(commands_of Start)
	[ -n "$commands" ] || { echo "The README has no commands to start."; return 1; }
	echo "$commands" | sed 's/^/  $ /'
	cd "$folder/attest"
	begin=$(seconds)
	# In a group of its own, as a terminal has one: npm does not hand every signal on.
	env -i PATH="$PATH" HOME="$folder/home" PORT=0 \
		${NPM_CONFIG_USERCONFIG:+NPM_CONFIG_USERCONFIG="$NPM_CONFIG_USERCONFIG"} \
		${NPM_CONFIG_NODEDIR:+NPM_CONFIG_NODEDIR="$NPM_CONFIG_NODEDIR"} \
		setsid sh -c "$commands" >"$folder/start.log" 2>&1 &
	server=$!
	origin=
	installed=
	while [ -z "$origin" ]; do
		kill -0 "$server" 2>/dev/null || { tail -20 "$folder/start.log"; echo "The commands ended before there was a chart."; return 1; }
		sleep 1
		[ -n "$installed" ] || ! grep -q '^Building the site' "$folder/start.log" || installed=$(seconds)
		origin=$(sed -n 's/^Attest serves \(http[^ ]*\).*/\1/p' "$folder/start.log")
	done
	served=$(seconds)
	node -e '
		const [origin] = process.argv.slice(1);
		const html = await (await fetch(origin)).text();
		if (!/data-chart="picture"[\s\S]*<svg[^>]*>[\s\S]*<path/.test(html)) throw new Error("There is no chart on the first page.");
		const ready = await (await fetch(origin + "/readyz")).json();
		if (!ready.ready) throw new Error(JSON.stringify(ready));
		const lines = (await (await fetch(origin + "/export/incidents.csv")).text()).trim().split("\n").length;
		if (lines !== 61) throw new Error(lines + " lines of incidents.csv");
	' --input-type=module "$origin"
	shown=$(seconds)
	kill -s TERM -- "-$server"
	wait "$server" || true
	echo "installed after $((${installed:-$begin} - begin)) s, served after $((served - begin)) s, first chart after $((shown - begin)) s in all"
	cd "$source"
}

try
for bin in "$@"; do
	( PATH="$bin:$PATH"; try )
done
