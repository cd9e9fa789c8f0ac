"use strict";
// Reading needs none of this: it only narrows the list and remembers nothing.
(() => {
  const products = [...document.querySelectorAll(".product")];
  const value = (id) => document.getElementById(id)?.value ?? "";
  const count = document.getElementById("f-count");
  const none = document.getElementById("f-none");
  const apply = () => {
    const words = value("f-text").toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = { status: value("f-status"), severity: value("f-severity"), type: value("f-type") };
    let shown = 0;
    for (const product of products) {
      const data = product.dataset;
      const fits =
        words.every((word) => data.search.includes(word)) &&
        Object.entries(wanted).every(([name, want]) => !want || data[name] === want);
      product.hidden = !fits;
      shown += fits;
    }
    count.textContent = shown === products.length ? "" : `${shown} of ${products.length}`;
    none.hidden = shown > 0;
  };
  for (const id of ["f-text", "f-status", "f-severity", "f-type"]) {
    document.getElementById(id)?.addEventListener("input", apply);
  }
  document.getElementById("filters").hidden = false;
  // A link to a product opens it; paper has no way to open anything.
  const open = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target?.matches("details")) target.open = true;
  };
  addEventListener("hashchange", open);
  addEventListener("beforeprint", () => products.forEach((product) => { if (!product.hidden) product.open = true; }));
  addEventListener("keydown", (event) => { if (event.key === "Escape") document.activeElement?.blur(); });
  open();
  apply();
})();
