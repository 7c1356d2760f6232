import { notFound } from "next/navigation";

/** Every address under a language that no page has. */
export default function Unknown(): never {
  notFound();
}
