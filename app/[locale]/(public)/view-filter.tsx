/** The filter of a page; on a copy without a server, what does as well. */
import type { ComponentProps } from "react";
import { FilterForm } from "@/components/filter/filter-form";
import { CopyNote } from "@/components/page/copy-note";
import { findRecord } from "@/db/queries/record";
import { isCopy } from "../../_server/copy";
import { readDb } from "../../_server/database";

export function ViewFilter(props: ComponentProps<typeof FilterForm>) {
  if (isCopy()) return <CopyNote words={props.words} version={findRecord(readDb()).releaseVersion ?? ""} />;
  return <FilterForm {...props} />;
}
