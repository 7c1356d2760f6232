/** The headers of every answer (OWASP Secure Headers), and the content security policy of a page. */

/**
 * The policy of a page: no script but its own files and those named, nothing from elsewhere. `scripts` are sources such
 * as "'nonce-…'" or "'sha256-…'". Next takes a nonce from the request's own policy header and puts it on its scripts.
 */
export function contentSecurityPolicy(scripts: readonly string[], { frames = false, dev = false } = {}): string {
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...scripts, ...(dev ? ["'unsafe-eval'"] : [])].join(" ")}`,
    `style-src 'self'${dev ? " 'unsafe-inline'" : ""}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frames ? "*" : "'none'"}`,
  ].join("; ");
}

/** Headers that every answer carries, errors and files too. */
export function securityHeaders({ frames = false, secure = false } = {}): Record<string, string> {
  return {
    // A page brings its own; whatever else is answered may do nothing.
    "Content-Security-Policy": contentSecurityPolicy([], { frames }),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": frames ? "cross-origin" : "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "X-Permitted-Cross-Domain-Policies": "none",
    ...(frames ? {} : { "X-Frame-Options": "DENY" }),
    ...(secure ? { "Strict-Transport-Security": "max-age=63072000; includeSubDomains" } : {}),
  };
}
