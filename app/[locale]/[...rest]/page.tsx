import type { Metadata } from "next";
import { nothing, nothingMetadata } from "../(public)/nothing";
import { wordsOf, type LocaleParams } from "../../_server/page";

interface Props {
  params: LocaleParams;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return nothingMetadata(await wordsOf(params));
}

/** Every address under a language that no page has. */
export default async function Unknown({ params }: Props) {
  return nothing(await wordsOf(params));
}
