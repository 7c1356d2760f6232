/** The network that an internet address belongs to: what limits are counted by, so that nobody is told apart from their neighbours. */

/** /24 of IPv4 ("203.0.113"), /56 of IPv6 (its first 14 hexadecimal digits). */
export function prefixOf(address: string): string {
  const v4 = /(?:^|:)(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(address);
  if (v4) return v4[1]!;
  const [head = "", tail] = address.toLowerCase().split("::");
  const first = head.split(":").filter(Boolean);
  const last = tail?.split(":").filter(Boolean) ?? [];
  const groups = [...first, ...Array<string>(Math.max(0, 8 - first.length - last.length)).fill("0"), ...last];
  const digits = groups.map((group) => group.padStart(4, "0")).join("");
  return digits.slice(0, 14);
}
