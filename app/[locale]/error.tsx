"use client";

/** Shown when a page fails. Both languages, since the failure may be anywhere; never looks like an empty record. */
export default function Failed() {
  return (
    <main className="wrap" id="content">
      <h1>This page could not be shown</h1>
      <p>Something failed on the server. This does not mean that there are no records. Try again in a moment.</p>
      <p>
        <a href="/">To the record</a>
      </p>
      <div lang="uk">
        <h2>Сторінку не вдалося показати</h2>
        <p>На сервері сталася помилка. Це не означає, що записів немає. Спробуйте ще раз за мить.</p>
        <p>
          <a href="/uk">До обліку</a>
        </p>
      </div>
    </main>
  );
}
