vcl 4.1;
import std;
# Attest behind Varnish (6.0 or newer), which holds public pages for as long as the server allows: 30 seconds. TLS is for
# what stands before it (hitch, Caddy). It compresses by gzip, whatever else a browser takes.

backend default {
	.host = "127.0.0.1";
	.port = "3000";
	.probe = {
		.url = "/readyz";
		.interval = 5s;
		.timeout = 2s;
		.window = 3;
		.threshold = 2;
	}
}

sub vcl_recv {
	# Numbers are the operator's: asked at the server's own port.
	if (req.url ~ "^/metrics(\?|$)") {
		return (synth(404));
	}
	# What people signed in see is theirs alone; a reader has no cookies.
	if (req.http.Cookie ~ "__Host-attest=") {
		return (pass);
	}
	unset req.http.Cookie;
	# While the server answers, nothing older than the server allows; when it does not, what was held last.
	if (std.healthy(req.backend_hint)) {
		set req.grace = 0s;
	}
}

sub vcl_backend_response {
	# Held back for a day, for when the server does not answer.
	set beresp.grace = 24h;
	# Exports are handed on as they come.
	if (beresp.http.Content-Type ~ "^(text/csv|application/zip|application/vnd.sqlite3)") {
		set beresp.do_stream = true;
	}
}
