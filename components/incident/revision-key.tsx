/** The key to a revision chart's marks, each 26 by 16 pixels. */
export const KEY = [
  { word: "keyCounts", symbol: <circle cx={13} cy={8} r={4.5} fill="currentColor" /> },
  { word: "keyPassed", symbol: <circle cx={13} cy={8} r={4.5} fill="none" stroke="currentColor" strokeWidth={1.5} /> },
  {
    word: "keyNever",
    symbol: <circle cx={13} cy={8} r={3.5} fill="none" stroke="var(--field)" strokeWidth={1.5} strokeDasharray="2 1.6" />,
  },
  {
    word: "keyOpen",
    symbol: <path d="M13 15V3m-3.5 3.5L13 3l3.5 3.5" fill="none" stroke="currentColor" strokeWidth={1.3} />,
  },
  {
    word: "keyBand",
    symbol: (
      <>
        <rect x={0} y={2} width={26} height={12} fill="currentColor" fillOpacity={0.16} />
        <path d="M0 9H26" stroke="currentColor" strokeWidth={2} />
      </>
    ),
  },
  { word: "keyBreak", symbol: <path d="M6 13l4 -10M14 13l4 -10" stroke="currentColor" strokeWidth={1.2} /> },
] as const;
