"use client";
/** The slider of "as known on" from the component library; it takes the native one's place on use. */
import { useLayoutEffect, useRef } from "react";
import { I18nProvider, Slider, SliderThumb, SliderTrack } from "react-aria-components";
import "../aria/quiet-styles";
import styles from "./known-range.module.css";

export interface KnownRangeProps {
  language: string;
  label: string;
  /** What the value means, for those who hear it. */
  text: string;
  most: number;
  value: number;
  isFocused: boolean;
  onChange: (value: number) => void;
}

export function KnownRange({ language, label, text, most, value, isFocused, onChange }: KnownRangeProps) {
  const input = useRef<HTMLInputElement>(null);
  // The library tells numbers; these are dates.
  useLayoutEffect(() => input.current?.setAttribute("aria-valuetext", text));
  return (
    <I18nProvider locale={language}>
      <Slider aria-label={label} minValue={0} maxValue={most} value={value} onChange={onChange} className={styles.range!}>
        <SliderTrack className={styles.track!}>
          {({ state }) => (
            <>
              <span className={styles.line} />
              <span className={styles.passed} style={{ inlineSize: `${state.getThumbPercent(0) * 100}%` }} />
              <SliderThumb inputRef={input} className={styles.thumb!} autoFocus={isFocused} />
            </>
          )}
        </SliderTrack>
      </Slider>
    </I18nProvider>
  );
}
