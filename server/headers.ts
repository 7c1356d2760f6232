/** The headers of every answer (OWASP Secure Headers), and the content security policy of a page. */

/**
 * The policy of a page whose scripts carry a nonce: nothing inline without it, nothing from elsewhere. Next takes the
 * nonce from the request's own policy header and puts it on the scripts it writes.
 */
export function contentSecurityPolicy(nonce: string, { frames = false, dev = false } = {}): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'${dev ? " 'unsafe-eval'" : ""}`,
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
