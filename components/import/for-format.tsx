"use client";
/** Shows fields only while a select stands at one choice; without JavaScript they are always there. */
import { useEffect, useState, type ReactNode } from "react";

export function ForFormat({ name, of, children }: { name: string; of: string; children: ReactNode }) {
  const [isShown, setIsShown] = useState(true);
  useEffect(() => {
    const select = document.getElementById(of);
    if (!(select instanceof HTMLSelectElement)) return;
    const look = () => setIsShown(select.value === name);
    look();
    select.addEventListener("change", look);
    return () => select.removeEventListener("change", look);
  }, [name, of]);
  return <div hidden={!isShown}>{children}</div>;
}
